using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

/// <summary>A batch that makes the records equal to others.</summary>
public sealed class SyncTests : IDisposable
{
    private readonly MemoryBackend _disk = new();
    private readonly OpsLogStore _store;

    public SyncTests()
    {
        _store = OpsLogStore.Open(_disk);
        _store.Set("a", """{"n":1}""");
        _store.Set("b", """{"n":1}""");
        _store.Set("x", """{"n":1}""");
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void What_is_new_is_added_what_differs_set_and_what_is_gone_removed()
    {
        IReadOnlyList<RecordDifference> differences = Sync(new() { ["a"] = """{"n":1}""", ["b"] = """{"n":2}""", ["c"] = """{"n":3}""" });
        Assert.Equal(
            ["""Changed b {"n":1} {"n":2}""", """Added c  {"n":3}""", """Removed x {"n":1} """],
            differences.Select(difference => $"{difference.Kind} {difference.Id} {difference.Before.Text()} {difference.After.Text()}"));
        Assert.Equal(["a", "b", "c"], _store.StateById().Keys);
        Assert.Equal([1, 2, 3], _store.GetOperations().Skip(3).Select(operation => operation.BatchIndex));
        Assert.Equal(["n"], differences[0].GetProperties().Select(change => change.Path[0]));
    }

    [Fact]
    public void What_is_equal_writes_no_byte_whatever_its_form()
    {
        long before = _store.GetStatistics().LogBytes;
        Assert.Empty(Sync(new() { ["a"] = """{ "n" : 1.0 }""", ["b"] = """{"n":1}""", ["x"] = """{"n":1}""" }));
        Assert.Equal(before, _store.GetStatistics().LogBytes);
    }

    [Fact]
    public void Only_records_of_the_scope_are_removed()
    {
        Sync(new() { ["a"] = """{"n":1}""" }, "ab");
        Assert.Equal(["a", "x"], _store.StateById().Keys);
    }

    [Fact]
    public void Nothing_is_removed_if_missing_records_are_kept()
    {
        using StoreBatch batch = _store.BeginBatch();
        batch.Sync(Records(new() { ["c"] = "{}" }), keepMissing: true);
        batch.Commit();
        Assert.Equal(["a", "b", "c", "x"], _store.StateById().Keys);
    }

    [Fact]
    public void It_is_compared_with_what_the_batch_did_before()
    {
        using StoreBatch batch = _store.BeginBatch();
        batch.Set("a", """{"n":5}""");
        batch.Delete("b");
        Assert.Equal(["b"], batch.Sync(Records(new() { ["a"] = """{"n":5}""", ["b"] = """{"n":1}""", ["x"] = """{"n":1}""" })).Select(difference => difference.Id));
        batch.Commit();
        Assert.Equal("""{"n":5}""", _store.GetText("a"));
    }

    [Fact]
    public void A_record_that_is_refused_leaves_the_store_as_it_was()
    {
        Assert.Throws<InvalidRecordException>(() => Sync(new() { ["a"] = """{"n":7}""", ["b"] = "[]" }));
        Assert.Equal("""{"n":1}""", _store.GetText("a"));
        Assert.Equal(3, _store.GetOperations().Count());
    }

    [Fact]
    public void A_trial_returns_the_differences_and_changes_nothing()
    {
        using StoreBatch trial = _store.BeginTrial();
        Assert.Equal(3, trial.Sync(Records(new() { ["new"] = "{}", ["a"] = """{"n":2}""", ["b"] = """{"n":1}""" })).Count);
        Assert.Equal(["a", "b", "x"], _store.StateById().Keys);
    }

    [Fact]
    public void Of_many_records_only_those_that_differ_are_written()
    {
        const int Count = 20_000;
        Dictionary<string, string> records = Enumerable.Range(0, Count).ToDictionary(i => $"id-{i}", i => $$"""{"n":{{i}},"text":"a value of some length"}""");
        Assert.Equal(Count + 3, Sync(records).Count);
        for (int i = 0; i < Count; i += 100)
        {
            records[$"id-{i}"] = "{}";
        }

        int before = _store.GetOperations().Count();
        Assert.Equal(Count / 100, Sync(records).Count);
        Assert.Equal(before + (Count / 100), _store.GetOperations().Count());
    }

    private IReadOnlyList<RecordDifference> Sync(Dictionary<string, string> records, string? scope = null)
    {
        using StoreBatch batch = _store.BeginBatch();
        IReadOnlyList<RecordDifference> differences = batch.Sync(Records(records), scope is null ? null : record => scope.Contains(record.IdText, StringComparison.Ordinal));
        batch.Commit();
        return differences;
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Records(Dictionary<string, string> records) =>
        records.ToDictionary(record => record.Key, record => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(record.Value));
}
