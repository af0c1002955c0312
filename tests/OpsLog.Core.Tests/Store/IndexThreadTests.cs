using System.Collections;
using OpsLog.Core.Indexes;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Indexes;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store;

/// <summary>Searches in indexes while other threads write and search.</summary>
public sealed class IndexThreadTests
{
    private readonly MemoryBackend _disk = new();

    [Fact]
    public async Task Readers_get_the_records_of_one_moment_while_others_write()
    {
        using OpsLogStore store = Open();
        Array.ForEach(RandomConditions.Properties, property => store.CreateIndex(property));
        using CancellationTokenSource ended = new();
        Task writer = Task.Run(() => Seed.Run(random =>
        {
            RandomConditions next = new(random);
            for (int i = 0; !ended.IsCancellationRequested; i++)
            {
                store.Set($"id{random.Next(3000)}", next.Record());
                if (i % 3000 == 2999)
                {
                    store.Compact();
                }
            }
        }));
        Task[] readers = [.. Enumerable.Range(0, 2).Select(n => Task.Run(() => Seed.Run(random =>
        {
            RandomConditions next = new(new Random(random.Next() + n));
            for (int i = 0; i < 100; i++)
            {
                IndexAssert.Model(store, next.Condition(), random);
            }
        })))];
        await Task.WhenAll(readers);
        await ended.CancelAsync();
        await writer;
    }

    [Fact]
    public void Searches_of_several_indexes_do_not_wait_for_each_other_for_ever()
    {
        using OpsLogStore store = Open();
        Array.ForEach(RandomConditions.Properties, property => store.CreateIndex(property));
        RunThreads.AtOnce(4, thread => Seed.Run(seeds => Work(store, thread, new Random(seeds.Next() + thread))));
    }

    [Fact]
    public async Task Others_write_and_search_in_another_index_during_a_search()
    {
        using OpsLogStore store = Open();
        store.CreateIndex("status");
        store.CreateIndex("n");
        store.Set("x", """{"status":"done","n":1}""");
        using CancellationTokenSource ended = new(TimeSpan.FromMinutes(2));
        HookedTexts texts = new(() => Task.Run(() =>
        {
            store.Set("y", """{"status":"done","n":1}""");
            Assert.Equal(2, store.Find(IndexPlan.Of(new IndexCondition("n")))!.Cursors.Length);
        }).Wait(ended.Token));
        IndexPlan plan = IndexPlan.Of(new IndexCondition("status") { Texts = texts, Possible = IndexedValues.None });
        IndexedRecords found = await Task.Run(() => store.Find(plan)!);
        Assert.Equal((1, 1), (found.Cursors.Length, found.View.Count));
        Assert.Equal(["x", "y"], IndexAssert.Ids(store, "done"));
    }

    private static void Work(OpsLogStore store, int thread, Random random)
    {
        RandomConditions next = new(random);
        for (int i = 0; i < 300; i++)
        {
            switch (thread)
            {
                case 0:
                    store.Batch(batch => Array.ForEach([1, 2, 3], n => batch.Set($"id{random.Next(500)}", next.Record())));
                    break;
                case 1:
                    // The index of status is the only one that is always there.
                    store.RemoveIndex("n");
                    Assert.Equal(2, store.GetIndexes().Count);
                    store.CreateIndex("n");
                    break;
                default:
                    IndexCondition left = next.Condition(), right = next.Condition();
                    IndexedRecords? found = store.Find(IndexPlan.Union(IndexPlan.Of(left), IndexPlan.Of(right)));
                    Assert.True(found is not null || left.Property.Equals("n", StringComparison.OrdinalIgnoreCase) || right.Property.Equals("n", StringComparison.OrdinalIgnoreCase));
                    foreach (int cursor in found?.Cursors.ToArray() ?? [])
                    {
                        string json = System.Text.Encoding.UTF8.GetString(found!.View.At(cursor).Value);
                        Assert.True(IsReturned(left, json) || IsReturned(right, json));
                    }

                    break;
            }
        }
    }

    // Texts that begin with the same 256 bytes are returned for each other.
    private static bool IsReturned(IndexCondition condition, string json) =>
        condition.Texts?.Any(text => text.Length >= 256) == true || IndexModel.Of(condition, json).IsReturned;

    private OpsLogStore Open() => OpsLogStore.Open(_disk.Share());

    /// <summary>The text "done", before which something else is done when a search reads it.</summary>
    private sealed class HookedTexts(Action before) : IReadOnlyList<string>
    {
        public int Count => 1;

        public string this[int index] => "done";

        public IEnumerator<string> GetEnumerator()
        {
            before();
            yield return "done";
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
