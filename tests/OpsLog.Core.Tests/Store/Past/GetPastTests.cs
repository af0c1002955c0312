using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store.Past;

/// <summary>Earlier moments: what they are in single cases, and what is refused.</summary>
public sealed class GetPastTests
{
    private static readonly OpsLogStoreOptions s_fast = new() { Durability = Durability.OperatingSystem };

    private readonly MemoryBackend _disk = new();

    [Fact]
    public void A_moment_stays_what_it_is_while_the_store_goes_on()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk, s_fast with { SnapshotIndexFrom = -1 });
        store.Set("a", """{"n":1}""");
        DateTime moment = NextMillisecond.Await();
        store.Set("a", """{"n":2}""");
        store.Compact();
        PastRecords past = store.GetPast(HistoryPoint.At(moment));
        store.Set("a", """{"n":3}""");
        store.Set("b", "{}");
        store.Compact();
        store.Compact();
        Assert.Equal(["""a {"n":1}"""], Lines(past));
        Assert.Equal(["""a {"n":2}"""], Lines(past.Current));
        Assert.Same(past.Current, past.Current.Current);
    }

    [Fact]
    public void The_moment_of_an_operation_in_a_batch_is_after_the_batch()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk, s_fast);
        store.Batch(batch =>
        {
            batch.Set("a", """{"n":1}""");
            batch.Set("a", """{"n":2}""");
        });
        LoggedOperation first = store.GetOperations().First();
        store.Delete("a");
        Assert.Equal(["""a {"n":2}"""], Lines(store.GetPast(HistoryPoint.After(first))));
        Assert.Equal(["""a {"n":2}"""], Lines(store.GetPast(HistoryPoint.After(first.Step))));
        Assert.Throws<FormatException>(() => HistoryPoint.After("nonsense"));
    }

    [Fact]
    public void The_moment_of_an_operation_of_an_agent_is_its_place_in_the_total_order()
    {
        using OpsLogStore a = OpsLogStore.Open(_disk.Share(), s_fast with { Agent = "a" });
        using OpsLogStore b = OpsLogStore.Open(_disk.Share(), s_fast with { Agent = "b" });
        a.Set("x", """{"n":1}""");
        b.Refresh();
        b.Batch(batch =>
        {
            batch.Set("x", """{"n":2}""");
            batch.Set("y", """{"n":2}""");
        });
        a.Refresh();
        a.Set("x", """{"n":3}""");
        LoggedOperation[] operations = [.. a.GetOperations()];
        Assert.Equal(["""x {"n":1}"""], Lines(a.GetPast(HistoryPoint.After(operations[0]))));
        Assert.Equal(["""x {"n":2}""", """y {"n":2}"""], Lines(b.GetPast(HistoryPoint.After(operations[1]))));
        Assert.Equal(["""x {"n":2}""", """y {"n":2}"""], Lines(a.GetPast(HistoryPoint.After(operations[2]))));
        Assert.Equal(["""x {"n":3}""", """y {"n":2}"""], Lines(b.GetPast(HistoryPoint.After(operations[3]))));
    }

    [Fact]
    public void Before_its_creation_a_store_has_no_records_and_behind_the_last_operation_those_of_now()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk, s_fast);
        store.Set("a", "{}");
        Assert.Equal(0, store.GetPast(HistoryPoint.At(DateTime.MinValue)).Count);
        Assert.Equal(1, store.GetPast(HistoryPoint.At(DateTime.UtcNow.AddDays(1))).Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void A_moment_in_removed_history_is_refused_and_the_error_has_the_earliest(string? agent)
    {
        using OpsLogStore store = OpsLogStore.Open(_disk, s_fast with { Agent = agent });
        store.Set("a", """{"n":1}""");
        DateTime early = NextMillisecond.Await();
        store.Set("a", """{"n":2}""");
        DateTime late = NextMillisecond.Await();
        store.Compact();
        Assert.NotEmpty(store.RemoveHistory(new HistoryPruning { Keep = 0 }));
        NextMillisecond.Await();
        store.Set("a", """{"n":3}""");
        HistoryException refused = Assert.Throws<HistoryException>(() => store.GetPast(HistoryPoint.At(early)));
        Assert.Equal(HistoryFault.NotKept, refused.Fault);
        Assert.InRange(refused.Earliest!.Value, early, DateTime.UtcNow);
        Assert.Throws<HistoryException>(() => store.GetPast(HistoryPoint.At(DateTime.MinValue)));
        Assert.Equal(["""a {"n":2}"""], Lines(store.GetPast(HistoryPoint.At(refused.Earliest.Value))));
        Assert.True(agent is null || refused.Earliest <= late, $"{refused.Earliest:O} is later than {late:O}");
    }

    [Fact]
    public void Automatic_removal_of_agents_history_is_noted_before_it_happens()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk, s_fast with { Agent = "a", HistoryRetention = new HistoryRetention(MaximumLogs: 0) });
        store.Set("a", """{"n":1}""");
        DateTime early = NextMillisecond.Await();
        store.Set("a", """{"n":2}""");
        store.Compact();
        store.Set("a", """{"n":3}""");
        store.Compact();
        Assert.Equal(HistoryFault.NotKept, Assert.Throws<HistoryException>(() => store.GetPast(HistoryPoint.At(early))).Fault);
    }

    [Fact]
    public void A_migration_ends_it()
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share(), s_fast))
        {
            store.Set("a", """{"n":1}""");
        }

        DateTime moment = NextMillisecond.Await();
        using OpsLogStore migrated = OpsLogStore.Open(_disk.Share(), s_fast with { SchemaVersion = 2, Migration = (_, _, _) => """{"m":1}"""u8.ToArray() });
        migrated.Set("b", "{}");
        DateTime later = NextMillisecond.Await();
        Assert.Equal(HistoryFault.NotKept, Assert.Throws<HistoryException>(() => migrated.GetPast(HistoryPoint.At(moment))).Fault);
        Assert.Equal(["""a {"m":1}"""], Lines(migrated.GetPast(HistoryPoint.At(later))).Take(1));
    }

    [Fact]
    public void A_step_that_is_not_there_is_refused()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk, s_fast);
        store.Set("a", "{}");
        string step = store.GetOperations().Single().Step;
        Assert.Equal(HistoryFault.NoStep, Assert.Throws<HistoryException>(() => store.GetPast(HistoryPoint.After(step.Replace(":0", ":7", StringComparison.Ordinal)))).Fault);
    }

    [Fact]
    public void It_is_refused_in_a_batch_and_in_a_closed_store()
    {
        OpsLogStore store = OpsLogStore.Open(_disk, s_fast);
        using (store.BeginBatch())
        {
            Assert.Throws<BatchStateException>(() => store.GetPast(HistoryPoint.At(DateTime.UtcNow)));
        }

        store.Close();
        Assert.Throws<StoreClosedException>(() => store.GetPast(HistoryPoint.At(DateTime.UtcNow)));
    }

    [Fact]
    public void A_reader_sees_what_the_writer_wrote_up_to_the_moment()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share(), s_fast);
        using OpsLogStore reader = OpsLogStore.Open(_disk.Share(), s_fast with { ReadOnly = true });
        store.Set("a", """{"n":1}""");
        DateTime moment = NextMillisecond.Await();
        store.Set("a", """{"n":2}""");
        Assert.Equal(["""a {"n":1}"""], Lines(reader.GetPast(HistoryPoint.At(moment))));
        Assert.Throws<StoreReadOnlyException>(() => reader.RestorePast(HistoryPoint.At(moment), _ => true));
    }

    [Fact]
    public void Records_that_a_restore_does_not_want_stay()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk, s_fast);
        store.Set("a", """{"n":1}""");
        store.Set("b", """{"n":1}""");
        DateTime moment = NextMillisecond.Await();
        store.Set("a", """{"n":2}""");
        store.Set("b", """{"n":2}""");
        store.Set("c", "{}");
        Assert.Equal(["a", "c"], store.RestorePast(HistoryPoint.At(moment), record => record.IdText != "b").Select(difference => difference.Id));
        Assert.Equal(["""a {"n":1}""", """b {"n":2}"""], Lines(store));
    }

    private static IEnumerable<string> Lines(IRecordReader records) => records.StateById().Select(record => $"{record.Key} {record.Value}");
}
