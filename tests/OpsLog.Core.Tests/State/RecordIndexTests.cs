using OpsLog.Core.State;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.State;

public sealed class RecordIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void It_finds_what_a_list_of_entries_by_hash_would(int hashes) => Seed.Run(random =>
    {
        RecordIndex index = new();
        Dictionary<uint, HashSet<int>> model = [];
        List<(uint Hash, int Entry)> present = [];
        int next = 0;
        for (int i = 0; i < (hashes < 100 ? 2_000 : 20_000); i++)
        {
            if (present.Count == 0 || random.Next(5) < (i % 2_000 < 1_000 ? 4 : 1))
            {
                // Neighbouring hashes make runs of displaced entries, and the highest ones run around the end.
                uint hash = random.Next(2) == 0 ? (uint)random.Next(hashes) : uint.MaxValue - (uint)random.Next(hashes);
                index.Add(hash, next);
                model.TryAdd(hash, []);
                model[hash].Add(next);
                present.Add((hash, next++));
            }
            else
            {
                int at = random.Next(present.Count);
                (uint hash, int entry) = present[at];
                index.Remove(hash, entry);
                model[hash].Remove(entry);
                present[at] = present[^1];
                present.RemoveAt(present.Count - 1);
            }

            if (i % 100 == 0)
            {
                AssertSame(model, index);
            }
        }

        AssertSame(model, index);
        RecordIndex fork = index.Fork();
        foreach ((uint hash, int entry) in present)
        {
            index.Remove(hash, entry);
        }

        AssertSame(model, fork);
        AssertSame(model.ToDictionary(pair => pair.Key, _ => new HashSet<int>()), index);
    });

    [Fact]
    public void What_was_never_added_is_not_found()
    {
        RecordIndex index = new();
        Assert.Empty(Find(index, 0));
        index.Add(5, 0);
        Assert.Empty(Find(index, 21));
        Assert.Equal([0], Find(index, 5));
    }

    private static void AssertSame(Dictionary<uint, HashSet<int>> model, RecordIndex index)
    {
        foreach ((uint hash, HashSet<int> entries) in model)
        {
            List<int> found = Find(index, hash);
            Assert.True(entries.Count == found.Count && entries.SetEquals(found), $"hash {hash}");
        }
    }

    private static List<int> Find(RecordIndex index, uint hash)
    {
        List<int> found = [];
        int bucket = -1;
        while (index.Next(hash, ref bucket) is >= 0 and var entry)
        {
            found.Add(entry);
        }

        return found;
    }
}
