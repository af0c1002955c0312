using OpsLog.Core.Errors;
using OpsLog.Core.Indexes;
using OpsLog.Core.Maintenance;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Indexes;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store;

public sealed class IndexTests
{
    private readonly MemoryBackend _disk = new();

    [Theory]
    [InlineData(".", "a name in it is empty")]
    [InlineData("a.", "a name in it is empty")]
    [InlineData("a..b", "a name in it is empty")]
    [InlineData("a\nb", "a control character")]
    [InlineData("a.\u001b", "a control character")]
    public void A_property_that_no_filter_can_name_gets_none(string property, string reason)
    {
        using OpsLogStore store = Open(null);
        string before = System.Text.Encoding.UTF8.GetString(_disk.Read("manifest.json")!.Content);
        foreach (Action refused in new Action[] { () => store.CreateIndex(property), () => store.CheckIndex(property, adds: true) })
        {
            InvalidNameException error = Assert.Throws<InvalidNameException>(refused);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Equal(property, error.Name);
        }

        Assert.Equal(before, System.Text.Encoding.UTF8.GetString(_disk.Read("manifest.json")!.Content));
        Assert.Throws<IndexNotFoundException>(() => store.RemoveIndex(property));
        Assert.Throws<InvalidNameException>(() => store.CreateIndex("\ud83d"));
        store.CreateIndex("größe.a b.\ud83d\ude00");
    }

    [Theory]
    [InlineData(null, 30)]
    [InlineData("a", 30)]
    [InlineData(null, 2000)]
    public void It_returns_what_the_model_says_whatever_is_written(string? agent, int ids) => Seed.Run(random =>
    {
        RandomConditions next = new(random);
        OpsLogStore store = Open(agent);
        foreach (string property in RandomConditions.Properties)
        {
            store.CreateIndex(property);
        }

        for (int i = 0; i < 3000; i++)
        {
            string id = $"id{random.Next(ids)}";
            switch (random.Next(100))
            {
                case < 60:
                    store.Set(id, next.Record());
                    break;
                case < 75 when store.Contains(id):
                    store.Delete(id);
                    break;
                case < 80:
                    store.Batch(batch => Array.ForEach([1, 2, 3], n => batch.Set($"id{random.Next(ids)}", next.Record())));
                    break;
                case < 85:
                    store.Undo();
                    break;
                case 85:
                    store.Compact();
                    break;
                case 86 when random.Next(3) == 0:
                    store.Dispose();
                    store = Open(agent);
                    break;
                case > 90:
                    IndexAssert.Model(store, next.Condition(), random);
                    break;
            }
        }

        IndexAssert.Model(store, next.Condition(), random);
        store.Dispose();
    });

    [Fact]
    public void Plans_of_several_conditions_return_each_record_once_in_the_order_of_the_store() => Seed.Run(random =>
    {
        RandomConditions next = new(random);
        using OpsLogStore store = Open();
        Array.ForEach(RandomConditions.Properties, property => store.CreateIndex(property));
        for (int i = 0; i < 500; i++)
        {
            store.Set($"id{i}", next.Record());
        }

        for (int i = 0; i < 200; i++)
        {
            IndexCondition left = next.Condition(), right = next.Condition();
            int[] first = Cursors(store, IndexPlan.Of(left)), second = Cursors(store, IndexPlan.Of(right));
            Assert.Equal(first.Union(second).Order(), Cursors(store, IndexPlan.Union(IndexPlan.Of(left), IndexPlan.Of(right))));
            Assert.Equal(first.Length <= second.Length ? first : second, Cursors(store, IndexPlan.Fewer(IndexPlan.Of(left), IndexPlan.Of(right))));
        }
    });

    [Fact]
    public void After_more_texts_than_are_numbered_it_returns_no_fewer_records()
    {
        using OpsLogStore store = Open();
        store.CreateIndex("title");
        _ = store.Find(Title("x"));
        for (int i = 0; i < 10_000; i++)
        {
            store.Set($"id{i}", $$"""{"title":"Number {{i % 6000}} of all"}""");
        }

        for (int i = 0; i < 6000; i += 7)
        {
            IndexedRecords found = store.Find(Title($"NUMBER {i} of all"), countsCertain: true)!;
            int matches = found.Cursors.ToArray().Count(cursor => found.View.At(cursor).Value.IndexOf(System.Text.Encoding.UTF8.GetBytes($"\"Number {i} of all\"")) > 0);
            Assert.Equal(i < 4000 ? 2 : 1, matches + found.Certain);
        }

        static IndexPlan Title(string text) => IndexPlan.Of(new IndexCondition("title") { Texts = [text], Numbers = [], Dates = [], Possible = IndexedValues.None, Certain = IndexedValues.Texts });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void Its_name_is_in_the_manifest_until_it_is_removed(string? agent)
    {
        using (OpsLogStore store = Open(agent))
        {
            store.CreateIndex("status");
            store.CreateIndex("owner.name");
            store.Set("x", """{"status":"done"}""");
            store.Compact();
            Assert.Equal("status", Assert.Throws<IndexExistsException>(() => store.CreateIndex("Status")).Property.ToLowerInvariant());
            Assert.Throws<IndexNotFoundException>(() => store.RemoveIndex("name"));
            Assert.Throws<ArgumentException>(() => store.CreateIndex(""));
        }

        using (OpsLogStore reader = OpsLogStore.Open(_disk.Share(), new() { ReadOnly = true }))
        {
            Assert.Equal(["status", "owner.name"], reader.IndexedProperties);
            Assert.Throws<StoreReadOnlyException>(() => reader.CreateIndex("x"));
            Assert.Throws<IndexExistsException>(() => reader.CheckIndex("STATUS", adds: true));
            Assert.False(reader.GetIndexes()[0].IsBuilt);
            Assert.Single(reader.Find(IndexPlan.Of(new IndexCondition("status")))!.Cursors.ToArray());
            Assert.Equal((true, 1), (reader.GetIndexes()[0].IsBuilt, reader.GetIndexes()[0].Keys));
            using OpsLogStore store = Open(agent);
            store.RemoveIndex("STATUS");
            store.Compact();
            reader.Refresh();
            Assert.Equal(["owner.name"], reader.IndexedProperties);
            Assert.Null(reader.Find(IndexPlan.Of(new IndexCondition("status"))));
        }

        Assert.DoesNotContain(StoreCheck.Run(_disk), finding => finding.Kind == FindingKind.UnknownKey);
        using OpsLogStore last = Open(agent);
        Assert.Equal(["owner.name"], last.IndexedProperties);
    }

    [Fact]
    public void Agents_have_the_indexes_of_each_other_and_what_they_write()
    {
        using OpsLogStore a = Open("a"), b = Open("b");
        a.CreateIndex("status");
        b.CreateIndex("n");
        b.Set("x", """{"status":"done"}""");
        a.Refresh();
        Assert.Equal(["status", "n"], a.IndexedProperties);
        Assert.Equal(["x"], IndexAssert.Ids(a, "done"));
        b.Set("y", """{"status":"done"}""");
        b.Delete("x");
        a.Refresh();
        Assert.Equal(["y"], IndexAssert.Ids(a, "done"));
        b.Compact();
        b.Set("z", """{"status":"done"}""");
        a.Refresh();
        Assert.Equal(["y", "z"], IndexAssert.Ids(a, "done").Order());
    }

    [Fact]
    public void A_cancelled_search_does_not_build_it()
    {
        using OpsLogStore store = Open();
        store.CreateIndex("status");
        store.Set("x", "{}");
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => store.Find(IndexPlan.Of(new IndexCondition("status")), cancellation: cancelled.Token));
        Assert.Single(store.Find(IndexPlan.Of(new IndexCondition("status")))!.Cursors.ToArray());
    }

    private OpsLogStore Open(string? agent = null) => OpsLogStore.Open(_disk.Share(), new() { Agent = agent });

    private static int[] Cursors(OpsLogStore store, IndexPlan plan) => store.Find(plan)!.Cursors.ToArray();
}
