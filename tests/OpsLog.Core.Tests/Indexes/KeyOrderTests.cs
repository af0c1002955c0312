using OpsLog.Core.Indexes;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Indexes;

public sealed class KeyOrderTests
{
    [Theory]
    [InlineData(3, 5_000, 0)]
    [InlineData(100_000, 5_000, 0)]
    [InlineData(50, 4_000, 3_000)]
    public void It_does_what_a_sorted_set_does(int keys, int steps, int begun) => Seed.Run(random =>
    {
        SortedSet<KeyEntry> model = [.. Enumerable.Range(0, begun).Select(entry => Next(random, keys, entry))];
        KeyOrder order = KeyOrder.Of([.. model]);
        AssertSame(model, order, random, keys);
        for (int i = 0; i < steps; i++)
        {
            // Growing, then shrinking to nothing.
            if (model.Count > 0 && random.Next(steps) < i)
            {
                KeyEntry pair = model.GetViewBetween(Next(random, keys, 0), new KeyEntry(ulong.MaxValue, 0)).FirstOrDefault(model.Min);
                model.Remove(pair);
                order.Remove(pair);
            }
            else if (Next(random, keys, begun + i) is var pair && model.Add(pair))
            {
                order.Add(pair);
            }

            if (i % 500 == 0)
            {
                AssertSame(model, order, random, keys);
            }
        }

        foreach (KeyEntry pair in model)
        {
            order.Remove(pair);
        }

        AssertSame([], order, random, keys);
    });

    private static KeyEntry Next(Random random, int keys, int entry) => new((ulong)random.Next(keys), entry);

    private static void AssertSame(SortedSet<KeyEntry> model, KeyOrder order, Random random, int keys)
    {
        Assert.Equal(model.Count, order.Count);
        Assert.Equal(model.Select(pair => pair.Key).Distinct().Count(), order.CountKeys());
        foreach (KeyRange range in (KeyRange[])[KeyRange.All, KeyRange.Of((ulong)random.Next(keys)), new((ulong)random.Next(keys / 2), (ulong)random.Next(keys / 2, keys))])
        {
            int[] expected = [.. model.Where(pair => pair.Key >= range.From && pair.Key <= range.To).Select(pair => pair.Entry)];
            Assert.Equal(expected.Length, order.CountIn(range));
            int[] copied = new int[expected.Length];
            Assert.Equal(expected.Length, order.Copy(range, copied));
            Assert.Equal(expected, copied);
        }
    }
}
