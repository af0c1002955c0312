using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Faults;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store;

/// <summary>Snapshot and logs are streamed from the files of a store that is not opened.</summary>
public sealed class StoreFilesReaderTests
{
    private readonly MemoryBackend _disk = new();

    [Fact]
    public void There_has_to_be_a_store() => Assert.Throws<StoreNotFoundException>(() => StoreFilesReader.Open(_disk));

    [Fact]
    public void Snapshot_and_operations_result_in_the_state() => Seed.Run(random =>
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { CheckpointOnClose = CheckpointOnClose.Never });
        for (int i = 0; i < 400; i++)
        {
            string id = $"id {random.Next(30)} \"é\"";
            switch (random.Next(20))
            {
                case 0:
                    store.Compact();
                    break;
                case 1:
                    store.Undo();
                    break;
                case < 5 when store.Contains(id):
                    store.Delete(id);
                    break;
                default:
                    store.Set(id, $"{{\"n\":{i},\"pad\":\"{new string('x', random.Next(40))}\"}}");
                    break;
            }
        }

        using StoreFilesReader stream = StoreFilesReader.Open(disk.Share());
        store.Set("later", "{}");
        SortedDictionary<string, string> expected = store.StateById();
        expected.Remove("later");
        Assert.Equal(expected, Replayed(stream));
        Assert.Equal(expected, Replayed(stream));
    });

    [Fact]
    public void What_a_checkpoint_supersedes_and_deletes_meanwhile_is_read_to_its_end()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share(), new() { HistoryRetention = new HistoryRetention(MaximumLogs: 0) });
        store.Set("a", """{"n":1}""");
        store.Compact();
        store.Set("a", """{"n":2}""");
        using StoreFilesReader stream = StoreFilesReader.Open(_disk.Share());
        using IEnumerator<StoredRecord> records = stream.ReadSnapshot().GetEnumerator();
        for (int i = 0; i < 3; i++)
        {
            store.Set("b", $$"""{"n":{{i}}}""");
            store.Compact();
        }

        Assert.True(records.MoveNext());
        Assert.Equal(("a", """{"n":1}"""), (records.Current.Id, Text(records.Current.Value)));
        Assert.Equal(["a"], stream.ReadOperations().Select(operation => operation.Id));
    }

    [Fact]
    public void Files_that_are_superseded_between_the_manifest_and_their_opening_are_not_missed()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share(), new() { HistoryRetention = new HistoryRetention(MaximumLogs: 0) });
        store.Set("a", "{}");
        FaultyBackend reading = new(_disk.Share());
        int opened = 0;
        reading.Before = (call, _) =>
        {
            if (call == StorageCall.OpenRead && opened++ == 0)
            {
                for (int i = 0; i < 3; i++)
                {
                    store.Set($"b{i}", "{}");
                    store.Compact();
                }
            }
        };
        using StoreFilesReader stream = StoreFilesReader.Open(reading);
        Assert.Equal(["a", "b0", "b1", "b2"], Replayed(stream).Keys);
        Assert.True(opened > 2);
    }

    [Fact]
    public void No_lock_is_acquired_and_nothing_is_changed_and_everything_is_closed()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        store.Set("a", "{}");
        StoreImage before = StoreImage.Of(_disk);
        FaultyBackend reading = new(_disk.Share());
        using (StoreFilesReader stream = StoreFilesReader.Open(reading))
        {
            Assert.Equal(("memory:store", 1), (stream.Location, stream.SchemaVersion));
            Assert.Single(Replayed(stream));
        }

        Assert.Equal(0, reading.OpenHandles);
        Assert.Equal(0, reading.Count(StorageCall.TryLock) + reading.Count(StorageCall.Put) + reading.Count(StorageCall.OpenAppend) + reading.Count(StorageCall.CreateObject));
        Assert.Equal(before.Files, StoreImage.Of(_disk).Files);
    }

    [Fact]
    public void A_damaged_snapshot_is_refused_before_a_record_is_returned()
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share()))
        {
            store.Set("a", """{"n":1}""");
            store.Set("b", """{"n":2}""");
            store.Compact();
        }

        StoreImage image = StoreImage.Of(_disk);
        string snapshot = image.ManifestOf().CurrentSnapshot;
        foreach (byte[] damaged in new[] { Edited(image.Files[snapshot], "\"n\":2", "\"n\":3"), image.Files[snapshot][..^4], [.. image.Files[snapshot], (byte)'\n'] })
        {
            using StoreFilesReader stream = StoreFilesReader.Open(image.With(snapshot, damaged));
            using IEnumerator<StoredRecord> records = stream.ReadSnapshot().GetEnumerator();
            Assert.Equal(SnapshotFault.WrongChecksum, Assert.Throws<SnapshotException>(() => records.MoveNext()).Fault);
        }

        Assert.Equal(SnapshotFault.Missing, Assert.Throws<SnapshotException>(() => StoreFilesReader.Open(image.Replace(snapshot, null).Copy())).Fault);
        Assert.Throws<LogMissingException>(() => StoreFilesReader.Open(image.Replace(image.ActiveLog(), null).Copy()));
    }

    [Fact]
    public void Damage_in_a_log_is_refused_or_reported_and_a_torn_end_is_neither()
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share(), new() { CheckpointOnClose = CheckpointOnClose.Never }))
        {
            store.Set("a", """{"n":1}""");
            store.Set("b", """{"n":2}""");
            store.Set("c", """{"n":3}""");
        }

        StoreImage image = StoreImage.Of(_disk);
        string log = image.ActiveLog();
        using (StoreFilesReader torn = StoreFilesReader.Open(image.With(log, image.Files[log][..^3])))
        {
            Assert.Equal(["a", "b"], torn.ReadOperations().Select(operation => operation.Id));
        }

        using StoreFilesReader stream = StoreFilesReader.Open(image.With(log, Edited(image.Files[log], "\"n\":2", "\"n\":7")));
        using IEnumerator<LoggedOperation> strict = stream.ReadOperations().GetEnumerator();
        Assert.Equal(2, Assert.Throws<LogDamagedException>(() => strict.MoveNext()).Line);
        List<StoreWarning> warnings = [];
        Assert.Equal(["a", "c"], stream.ReadOperations(warn: warnings.Add).Select(operation => operation.Id));
        Assert.Equal((StoreWarningKind.SkippedDamage, 2L), (Assert.Single(warnings).Kind, warnings[0].Line));
    }

    [Theory]
    [InlineData("format-0.1-compact")]
    [InlineData("format-0.6-pretty")]
    [InlineData("npm-0.8.1-deltas")]
    [InlineData("npm-0.8.1-torn")]
    public void Stores_of_other_programs_are_streamed(string fixture)
    {
        MemoryBackend disk = StoreImage.OfFixture(fixture).Copy();
        using StoreFilesReader stream = StoreFilesReader.Open(disk.Share());
        SortedDictionary<string, string> streamed = Replayed(stream);
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true, SchemaVersion = stream.SchemaVersion });
        Assert.Equal(store.StateById(), streamed);
        Assert.NotEmpty(streamed);
    }

    [Fact]
    public void Of_agents_what_the_snapshot_does_not_cover_is_streamed_in_the_order_of_their_clocks()
    {
        using OpsLogStore a = OpsLogStore.Open(_disk.Share(), new() { Agent = "a" });
        using OpsLogStore b = OpsLogStore.Open(_disk.Share(), new() { Agent = "b" });
        a.Set("x", """{"by":"a"}""");
        b.Set("old", """{"by":"b"}""");
        a.Refresh();
        a.Compact();
        a.Set("y", """{"by":"a"}""");
        b.Refresh();
        b.Set("x", """{"by":"b"}""");
        using StoreFilesReader stream = StoreFilesReader.Open(_disk.Share());
        StoredRecord[] records = [.. stream.ReadSnapshot()];
        Assert.Equal(["old", "x"], records.Select(record => record.Id).Order(StringComparer.Ordinal));
        Assert.All(records, record => Assert.True(record.Clock > 0 && record.Agent is "a" or "b"));
        Assert.Equal(["y", "x"], stream.ReadOperations().Select(operation => operation.Id));
        Assert.Equal(["x"], stream.ReadOperations(new OperationFilter { Agent = "b" }).Select(operation => operation.Id));
    }

    private static SortedDictionary<string, string> Replayed(StoreFilesReader stream)
    {
        SortedDictionary<string, string> state = new(StringComparer.Ordinal);
        foreach (StoredRecord record in stream.ReadSnapshot())
        {
            state[record.Id] = Text(record.Value);
        }

        foreach (LoggedOperation operation in stream.ReadOperations())
        {
            if (operation.After is { } value)
            {
                state[operation.Id] = Text(value);
            }
            else
            {
                state.Remove(operation.Id);
            }
        }

        return state;
    }

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    private static byte[] Edited(byte[] content, string from, string to)
    {
        string text = Encoding.UTF8.GetString(content);
        Assert.Contains(from, text, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
    }
}
