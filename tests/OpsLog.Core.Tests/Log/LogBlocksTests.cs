using System.Globalization;
using System.Text;
using OpsLog.Core.Log;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Log;

public class LogBlocksTests(ITestOutputHelper output)
{
    private readonly Random _random = new(TestSeed.Next(output));

    [Fact]
    public void What_is_in_the_log_is_in_a_block_that_is_found_whatever_was_cut_off_and_written_again()
    {
        for (int round = 0; round < 30; round++)
        {
            LogBlocks blocks = new(_random.Next(2) * 1000);
            List<(string Id, long Time, bool Begins, long Offset, long End)> model = [];
            long start = blocks.Start;
            for (int step = 0; step < 400; step++)
            {
                bool begins = model.Count == 0 || _random.Next(4) > 0;
                if (model.Count > 0 && _random.Next(10) == 0)
                {
                    begins = true;
                    int kept = model.FindLastIndex(_random.Next(model.Count), operation => operation.Begins);
                    long offset = model[kept].Offset;
                    model.RemoveRange(kept, model.Count - kept);
                    if (_random.Next(2) == 0)
                    {
                        blocks.CutTo(offset);
                        Assert.Equal(offset, blocks.End);
                    }
                }

                begins |= model.Count == 0;
                long at = model.Count == 0 ? start : model[^1].End;
                (string Id, long Time, bool Begins, long Offset, long End) next = ($"r{_random.Next(200)}", _random.Next(1000), begins, at, at + _random.Next(1, 20_000));
                model.Add(next);
                blocks.Add(HashOf(next.Id), next.Time, begins, at, next.End);
            }

            AssertFound(blocks, model);
            LogBlocks again = new(start);
            again.Append(blocks.ToList());
            AssertFound(again, model);
            long middle = model[model.Count / 2].Offset + 1;
            again.KeepBefore(middle);
            Assert.True(again.End < middle);
            if (again.End > start)
            {
                AssertFound(again, model[..(model.FindLastIndex(operation => operation.End <= again.End) + 1)]);
            }
        }
    }

    [Fact]
    public void A_step_is_never_divided()
    {
        LogBlocks blocks = new();
        for (int i = 0; i < 100; i++)
        {
            blocks.Add(HashOf("a"), 0, i is 0 or 90, i * 10_000, (i + 1) * 10_000);
        }

        Assert.Equal([(0, 900_000), (900_000, 1_000_000)], blocks.ToList().Select(block => (block.Offset, block.End)));
    }

    [Fact]
    public void Operations_without_a_time_are_found_by_their_ids_only()
    {
        LogBlocks blocks = new();
        blocks.Add(HashOf("a"), null, true, 0, 100);
        Assert.Single(blocks.Find(new BlockQuery(HashOf("a"), long.MinValue, long.MaxValue)));
        Assert.Empty(blocks.Find(new BlockQuery(HashOf("a"), 0, long.MaxValue)));
        Assert.Empty(blocks.Find(new BlockQuery(null, long.MinValue, 0)));
    }

    [Fact]
    public void Adjacent_blocks_are_one_range()
    {
        LogBlocks blocks = new();
        for (int i = 0; i < 5; i++)
        {
            blocks.Add(HashOf(i == 3 ? "b" : "a"), i, true, i * 70_000, (i + 1) * 70_000);
        }

        Assert.Equal([(0, 210_000), (280_000, 350_000)], blocks.Find(new BlockQuery(HashOf("a"), long.MinValue, long.MaxValue)));
        Assert.Equal([(70_000, 210_000)], blocks.Find(new BlockQuery(null, 1, 2)));
    }

    private void AssertFound(LogBlocks blocks, List<(string Id, long Time, bool Begins, long Offset, long End)> model)
    {
        IReadOnlyList<LogBlock> all = blocks.ToList();
        Assert.Equal(model[^1].End, all[^1].End);
        Assert.All(all.Zip(all.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Offset));
        HashSet<long> begins = [.. model.Where(operation => operation.Begins).Select(operation => operation.Offset)];
        Assert.All(all, block => Assert.Contains(block.Offset, begins));
        string id = $"r{_random.Next(200).ToString(CultureInfo.InvariantCulture)}";
        long since = _random.Next(1000);
        long until = since + _random.Next(300);
        foreach (BlockQuery query in new BlockQuery[] { new(HashOf(id), long.MinValue, long.MaxValue), new(null, since, until), new(HashOf(id), since, until) })
        {
            List<(long From, long To)> found = blocks.Find(query);
            Assert.All(
                model.Where(operation => (query.Id is null || operation.Id == id) && operation.Time >= query.Since && operation.Time <= query.Until),
                operation => Assert.Contains(found, part => part.From <= operation.Offset && operation.End <= part.To));
        }
    }

    private static uint HashOf(string id) => IdFilter.HashOf(Encoding.UTF8.GetBytes(id));
}
