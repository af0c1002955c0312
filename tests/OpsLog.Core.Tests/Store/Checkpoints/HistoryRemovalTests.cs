using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store.Checkpoints;

public class HistoryRemovalTests
{
    private static readonly DateTime s_past = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly HistoryPruning s_all = new(Keep: 0);

    [Fact]
    public void The_newest_kept_logs_stay_and_what_is_left_can_be_undone_and_checked()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = Filled(disk.Share(), 5);
        List<string> logs = Logs(disk);
        IReadOnlyList<KeptLog> found = store.FindRemovableHistory(new(Keep: 2));
        Assert.Equal(logs[..3], found.Select(log => log.Log));
        Assert.Equal(logs, Logs(disk));
        Assert.Equal(found, store.RemoveHistory(new(Keep: 2)));
        Assert.Equal(logs[3..], Logs(disk));
        Assert.All(found, log => Assert.True(log.Bytes > 0 && log.From <= log.Until && log.Until <= DateTime.UtcNow));
        Assert.Empty(store.RemoveHistory(new(Keep: 2)));
        Assert.Empty(store.RemoveHistory(new()));
        Assert.Equal(2, store.GetOperations().Count());
        Assert.Single(store.Undo());
        Assert.Single(store.Undo());
        Assert.Empty(store.Undo());
        Assert.Equal(["id-0", "id-1", "id-2"], store.StateById().Keys);
        store.Close();
        Assert.Equal("", Findings.Of(disk.Share()));
        using OpsLogStore again = OpsLogStore.Open(disk.Share());
        Assert.Empty(again.Warnings);
        Assert.Equal(3, again.Count);
        StoreBackup.Run(disk.Share(), new MemoryBackend("copy"));
    }

    [Fact]
    public void An_index_file_is_removed_with_its_log_and_is_no_log_itself()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = Filled(disk.Share(), 3);
        List<string> logs = Logs(disk);
        logs.ForEach(log => disk.Put(StoreLayout.Index(log), "x"u8, PutCondition.None));
        Assert.Equal(logs[..2], store.RemoveHistory(new(Keep: 1)).Select(log => log.Log));
        Assert.Equal([StoreLayout.Index(logs[2])], disk.List("ops/").Select(stored => stored.Name).Where(name => StoreLayout.ParseIndex(name) is not null));
    }

    [Fact]
    public void A_log_is_removed_only_if_all_of_its_operations_are_older_and_no_older_log_stays()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = Filled(disk.Share(), 4);
        List<string> logs = Logs(disk);
        Age(disk, logs[0]);
        Age(disk, logs[2]);
        HistoryPruning old = new(OlderThan: s_past.AddDays(1));
        KeptLog only = Assert.Single(store.FindRemovableHistory(old));
        Assert.Equal((logs[0], s_past, s_past), (only.Log, only.From, only.Until));
        Assert.Empty(store.FindRemovableHistory(new(OlderThan: s_past)));
        Assert.Empty(store.FindRemovableHistory(old with { Keep = 4 }));
        Assert.Single(store.FindRemovableHistory(old with { Keep = 3 }));
        Age(disk, logs[1]);
        Assert.Equal(logs[..2], store.FindRemovableHistory(old with { Keep = 2 }).Select(log => log.Log));
        Assert.Equal(logs[..3], store.RemoveHistory(old).Select(log => log.Log));
    }

    [Fact]
    public void A_log_whose_end_can_t_be_read_is_as_old_as_its_file()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = Filled(disk.Share(), 2);
        string log = Logs(disk)[0];
        disk.Put(log, [.. disk.Read(log)!.Content, .. "damaged\n"u8], PutCondition.None);
        DateTime written = disk.Find(log)!.Value.Modified;
        Assert.Equal(written, store.FindRemovableHistory(s_all)[0].Until);
        Assert.Empty(store.FindRemovableHistory(new(OlderThan: written)));
        Assert.Equal(log, store.FindRemovableHistory(new(OlderThan: written.AddMilliseconds(1)))[0].Log);
    }

    [Fact]
    public void A_log_of_a_live_or_closed_agent_that_is_still_replayed_stays()
    {
        MemoryBackend disk = new();
        using (OpsLogStore closed = OpsLogStore.Open(disk.Share(), new() { Agent = "closed", CheckpointOnClose = CheckpointOnClose.Never }))
        {
            closed.Set("c", "{}");
        }

        using OpsLogStore live = OpsLogStore.Open(disk.Share(), new() { Agent = "live" });
        live.Set("l", "{}");
        Assert.Empty(live.RemoveHistory(s_all));
        using OpsLogStore other = OpsLogStore.Open(disk.Share(), new() { Agent = "other" });
        other.Set("o", "{}");
        Assert.True(other.Compact().Taken);
        other.Set("o", """{"n":2}""");

        // The log of an agent that has closed the store is history now; the one of the live agent goes on.
        IReadOnlyList<KeptLog> removed = other.RemoveHistory(s_all);
        Assert.Equal(2, removed.Count);
        Assert.DoesNotContain(removed, log => log.Log.Contains("live", StringComparison.Ordinal));
        live.Set("l", """{"n":2}""");
        live.Refresh();
        Assert.Equal(["c", "l", "o"], live.StateById().Keys);
        Assert.Single(live.Undo());
        Assert.Single(other.Undo());
        live.Close();
        other.Close();
        Assert.Equal("", Findings.Of(disk.Share(), FindingSeverity.Warning));
        using OpsLogStore alone = OpsLogStore.Open(disk.Share());
        Assert.Empty(alone.Warnings);
        Assert.Equal(3, alone.Count);
        Assert.NotEmpty(alone.RemoveHistory(s_all));
        alone.Set("a", "{}");
        alone.Close();
        Assert.Equal("", Findings.Of(disk.Share(), FindingSeverity.Warning));
    }

    /// <summary>The one is about to be written by an agent that opens the store, the other is of a manifest that was put back.</summary>
    [Fact]
    public void A_log_that_is_younger_than_the_snapshot_stays_whatever_the_manifest_names()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = Filled(disk.Share(), 2);
        long later = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds();
        byte[] content = disk.Read(Logs(disk)[0])!.Content;
        disk.Put(StoreLayout.WriterLog(later, 0), content, PutCondition.None);
        disk.Put(StoreLayout.AgentLog("coming", later, 0), [], PutCondition.None);
        List<string> logs = Logs(disk);
        Assert.Equal(2, store.RemoveHistory(s_all).Count);
        Assert.Equal([logs[0], logs[^1]], Logs(disk));
    }

    [Fact]
    public void A_log_with_operations_that_another_program_left_out_of_its_snapshot_stays()
    {
        MemoryBackend disk = new();
        using (OpsLogStore agent = OpsLogStore.Open(disk.Share(), new() { Agent = "a", CheckpointOnClose = CheckpointOnClose.Never }))
        {
            agent.Set("kept", "{}");
            agent.Compact();

            // In the millisecond of the snapshot an operation counts as part of it.
            Thread.Sleep(5);
            agent.Set("lost", "{}");
        }

        using (OpsLogStore before = OpsLogStore.Open(new MemoryBackend()))
        {
            before.Set("kept", "{}");
            OtherProcess.WriteSnapshot(disk, before.View());
            OtherProcess.PutManifest(disk, manifest => manifest with { Seal = null });
        }

        using OpsLogStore store = OpsLogStore.Open(disk.Share());
        Assert.Contains(store.Warnings, warning => warning.Kind == StoreWarningKind.LostOperations);
        store.RemoveHistory(s_all);
        store.Close();
        using OpsLogStore again = OpsLogStore.Open(disk.Share());
        Assert.Contains(again.GetOperations(), operation => operation.Id == "lost");
    }

    [Fact]
    public void A_log_that_can_t_be_deleted_stays_with_those_behind_it_which_is_a_warning()
    {
        MemoryBackend disk = new();
        FaultyBackend faulty = new(disk.Share());
        using OpsLogStore store = Filled(faulty, 4);
        List<string> logs = Logs(disk);
        faulty.Fail(StorageCall.Delete, nth: 2);
        Assert.Equal(logs[..1], store.RemoveHistory(s_all).Select(log => log.Log));
        Assert.Equal(logs[1..], Logs(disk));
        Assert.Equal(StoreWarningKind.DeletionPutOff, Assert.Single(store.Warnings).Kind);
        Assert.Equal(3, store.RemoveHistory(s_all).Count);
    }

    [Fact]
    public void A_reader_and_a_closed_store_remove_nothing_and_a_cancelled_call_ends()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = Filled(disk.Share(), 2);
        using (OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true }))
        {
            Assert.Throws<StoreReadOnlyException>(() => reader.RemoveHistory(s_all));
            Assert.Equal(2, reader.FindRemovableHistory(s_all).Count);
        }

        Assert.Throws<OperationCanceledException>(() => store.RemoveHistory(s_all, new CancellationToken(canceled: true)));
        store.Close();
        Assert.Throws<StoreClosedException>(() => store.RemoveHistory(s_all));
        Assert.Throws<StoreClosedException>(() => store.FindRemovableHistory(s_all));
    }

    private static OpsLogStore Filled(IStorageBackend backend, int checkpoints)
    {
        OpsLogStore store = OpsLogStore.Open(backend);
        for (int i = 0; i < checkpoints; i++)
        {
            store.Set($"id-{i}", $$"""{"n":{{i}}}""");
            Assert.True(store.Compact().Taken);
        }

        return store;
    }

    private static List<string> Logs(MemoryBackend disk) => [.. disk.List(StoreLayout.LogFolder).Select(stored => stored.Name).Where(log => disk.Find(log)!.Value.Length > 0 || log.Contains("coming", StringComparison.Ordinal))];

    /// <summary>Makes the operations of a log old.</summary>
    private static void Age(MemoryBackend disk, string log)
    {
        string text = System.Text.Encoding.UTF8.GetString(disk.Read(log)!.Content);
        string line = text.Split('\n')[0];
        string aged = $$"""{"ts":"2020-01-01T00:00:00.000Z"{{line[(line.IndexOf("Z\"", StringComparison.Ordinal) + 2)..line.LastIndexOf(",\"crc\"", StringComparison.Ordinal)]}}}""";
        disk.Put(log, System.Text.Encoding.UTF8.GetBytes(aged + "\n\n"), PutCondition.None);
    }
}
