using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

/// <summary>Merging through the store, a batch and a run of deferred writes; and what undo makes of a creation.</summary>
public sealed class MergeTests : IDisposable
{
    private readonly OpsLogStore _store = OpsLogStore.Open(new MemoryBackend());

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_record_that_is_missing_is_created()
    {
        _store.Merge("a", """{ "n": 1 }"""u8);

        Assert.Equal("""{"n":1}""", Text("a"));
    }

    [Fact]
    public void Every_way_of_writing_merges()
    {
        _store.Set("a", """{"n":1,"m":2}"""u8);
        _store.Merge("a", """{"n":3}"""u8);
        using (DeferredWrites deferred = _store.DeferWrites())
        {
            deferred.Merge("a", """{"M":4}"""u8, new MergeOptions { IgnoreCase = true });
        }

        _store.Batch(batch =>
        {
            batch.Set("b", """{"x":1}"""u8);
            batch.Merge("b", """{"y":2}"""u8);
            batch.Merge("a", """{"k":5}"""u8);
        });

        Assert.Equal("""{"n":3,"m":4,"k":5}""", Text("a"));
        Assert.Equal("""{"x":1,"y":2}""", Text("b"));
    }

    [Fact]
    public void Every_way_of_writing_merges_nested_objects_and_removes_properties()
    {
        MergeOptions options = new() { Deep = true, Remove = ["tmp", "o.y"] };
        const string Record = """{"o":{"x":1,"y":2,"z":3},"tmp":4}""";
        _store.Set("a", Encoding.UTF8.GetBytes(Record));
        _store.Set("b", Encoding.UTF8.GetBytes(Record));
        _store.Set("c", Encoding.UTF8.GetBytes(Record));
        _store.Merge("a", """{"o":{"x":5}}"""u8, options);
        using (DeferredWrites deferred = _store.DeferWrites())
        {
            deferred.Merge("b", """{"o":{"x":5}}"""u8, options);
        }

        _store.Batch(batch => batch.Merge("c", """{"o":{"x":5}}"""u8, options));

        Assert.All((string[])["a", "b", "c"], id => Assert.Equal("""{"o":{"x":5,"z":3}}""", Text(id)));
    }

    [Fact]
    public void A_created_record_does_not_contain_what_is_removed()
    {
        MergeOptions options = new() { Remove = ["tmp", "o.y"] };
        _store.Merge("a", """{"o":{"x":5,"y":1},"tmp":4}"""u8, options);
        _store.Batch(batch => batch.Merge("b", """{"o":{"x":5,"y":1},"tmp":4}"""u8, options));

        Assert.Equal("""{"o":{"x":5}}""", Text("a"));
        Assert.Equal("""{"o":{"x":5}}""", Text("b"));
    }

    [Fact]
    public void A_record_that_must_exist_is_not_created()
    {
        MergeOptions options = new() { MustExist = true, Remove = ["tmp"] };

        Assert.Equal("a", Assert.Throws<RecordNotFoundException>(() => _store.Merge("a", "{}"u8, options)).Id);
        _store.Batch(batch => Assert.Throws<RecordNotFoundException>(() => batch.Merge("a", "{}"u8, options)));

        Assert.Equal(0, _store.GetStatistics().OperationsSinceCheckpoint);
    }

    [Fact]
    public void A_merge_that_removes_nothing_is_no_difference()
    {
        _store.Set("a", """{"n":1}"""u8);

        Assert.False(_store.Merge("a", "{}"u8, new MergeOptions { Remove = ["m", "n.x"] }, WriteCondition.IfDifferent));
    }

    [Fact]
    public void Undo_takes_a_merge_back()
    {
        _store.Set("a", """{"n":1,"m":2}"""u8);
        _store.Merge("a", """{"n":3}"""u8);
        _store.Undo();

        Assert.Equal("""{"n":1,"m":2}""", Text("a"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Undoing_a_creation_leaves_no_record(bool afterCheckpoint)
    {
        _store.Set("a", """{"n":1}"""u8);
        if (afterCheckpoint)
        {
            _store.Compact();
        }

        LoggedOperation undone = Assert.Single(_store.Undo());

        Assert.Null(undone.Before);
        Assert.False(_store.Contains("a"));
        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public void A_removal_has_no_record_after_it()
    {
        _store.Set("a", """{"n":1}"""u8);
        _store.Delete("a");

        Assert.Null(_store.GetHistory("a").Last().After);
    }

    private string Text(string id) => Encoding.UTF8.GetString(_store.Get(id)!);
}
