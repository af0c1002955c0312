using System.Collections.Immutable;
using System.Text;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults;

/// <summary>A single writer with every kind of write.</summary>
internal sealed class WriterHistory(Durability durability, WriteMode mode, IStorageBackend? backend = null) : ScriptedHistory(backend)
{
    private const string LongText = "it holds enough for a patch to be shorter than the record, and for a line of several pieces";

    private OpsLogStoreOptions _options = new()
    {
        Durability = durability,
        WriteMode = mode,
        GroupDelay = mode == WriteMode.Async ? TimeSpan.FromHours(1) : TimeSpan.FromMilliseconds(1),
        CheckpointOnClose = CheckpointOnClose.Never,
    };

    public override bool SurvivesPowerCut => durability == Durability.Disk;

    private static string Long(int n) => $$"""{"n":{{n}},"text":"{{LongText}}"}""";

    public override void Run()
    {
        OpsLogStore store = Open("first open", _options);
        WriteAndUndo(store);
        Checkpoints(store);
        store = Archive(store);
        store = Migrate(store);
        store = FlushLater(store);
        store = CheckpointByCount(store);
        Close("last close", store);
    }

    private void WriteAndUndo(OpsLogStore store)
    {
        Set(store, "a", Long(1));
        Set(store, "a", Long(2));
        Set(store, "b", """{"n":3,"ü":"\u00e9\n"}""");
        Acknowledged("merge", store, () => store.Merge("b", """{"m":4}"""u8), s => s.Set("b", """{"n":3,"ü":"\u00e9\n","m":4}"""));
        Set(store, "c", """{"n":5}""");
        Contents beforeDelete = Promise.Kept;
        Acknowledged("delete", store, () => store.Delete("c"), s => s.Delete("c"));
        Contents beforeBatch = Promise.Kept;
        Batch(store);
        Do("erasure of a batch", () => Assert.Equal(3, store.Erase().Count), _ => beforeBatch);
        Do("undo of a delete", () => Assert.Single(store.Undo(new StepNote("a mistake"))), s => s.Restore(beforeDelete, "c"));
        string other = "";
        Do("another step", () => other = WriteAndFlush(store), s => s.Set("other", Long(8)));
        Contents beforeStep = Promise.Kept;
        Batch(store);
        Set(store, "after", """{"n":9}""");
        Do("undo of a batch by itself", () => Assert.Equal(3, store.Undo(LastBatch(store)).Count), s => s.Restore(beforeStep, "a", "d", "b"));
        Do("undo of a step before it", () => Assert.Single(store.Undo(other)), s => s.Delete("other", " undo"));
        Do("undo of the last step", () => Assert.Equal("after", Assert.Single(store.Undo()).Id), s => s.Delete("after", " undo"));
        string[] ids = ["p1", "p2", "p3", "p4"];
        Together(
            "pipeline",
            () =>
            {
                using (DeferredWrites writes = store.DeferWrites())
                {
                    Array.ForEach(ids, id => writes.Set(id, """{"of":"a pipeline"}"""));
                }

                store.Flush();
            },
            [.. ids.Select(id => (Func<Contents, Contents>)(s => s.Set(id, """{"of":"a pipeline"}""")))]);
    }

    private void Checkpoints(OpsLogStore store)
    {
        Contents beforeBatch = Promise.Kept;
        Batch(store);
        Do("first checkpoint", () => Assert.True(store.Compact().Taken));
        Contents beforeSet = Promise.Kept;
        Set(store, "e1", """{"n":11}""");
        Do("second checkpoint", () => Assert.True(store.Compact().Taken));
        Set(store, "e1", """{"n":12}""");
        Do("third checkpoint, which deletes a snapshot", () => Assert.True(store.Compact().Taken));
        Do("undo past a checkpoint", () => Assert.Single(store.Undo()), s => s.Restore(s with { Records = s.Records.SetItem("e1", """{"n":11}""") }, "e1"));
        Do("undo past two checkpoints", () => Assert.Single(store.Undo()), s => s.Restore(beforeSet, "e1"));
        Do("undo of a batch past checkpoints", () => Assert.Equal(3, store.Undo().Count), s => s.Restore(beforeBatch, "a", "d", "b"));
    }

    private OpsLogStore Archive(OpsLogStore store)
    {
        Set(store, "x1", """{"n":21}""");
        Set(store, "x2", """{"n":22}""");
        Set(store, "y1", Long(23));
        Archive(store, "archive", "x1", "x2");
        Contents beforeSecond = Promise.Kept;
        Archive(store, "archive into the same segment", "y1");
        Contents both = Promise.Kept;
        Do(
            "undo of an archive",
            () => Assert.Single(store.Undo()),
            s => s.Restore(beforeSecond with { Archived = s.Archived }, "y1"),
            s => s with { Archived = beforeSecond.Archived });
        Archive(store, "archive again", "y1");
        Assert.True(both.HasSameState(Promise.Kept));
        Restore(store);
        Close("close with a checkpoint", store);
        _options = _options with { CheckpointOnClose = CheckpointOnClose.Always };
        store = Open("open again", _options);
        Set(store, "z", """{"n":24}""");
        Close("close with a checkpoint", store);
        _options = _options with { CheckpointOnClose = CheckpointOnClose.Never };
        store = Open("open after a checkpoint", _options);
        Do("undo past a close", () => Assert.Single(store.Undo()), s => s.Restore(s with { Records = s.Records.Remove("z") }, "z"));
        return store;
    }

    /// <summary>A restore that empties the segment; its undo, before and after a checkpoint; a restore that replaces a record.</summary>
    private void Restore(OpsLogStore store)
    {
        Contents before = Promise.Kept;
        Restore(store, "restore of a segment", "x1", "x2", "y1");
        Do(
            "undo of a restore",
            () => Assert.Equal(3, store.Undo().Count),
            s => s with { Archived = before.Archived },
            s => s.Restore(before, "y1", "x2", "x1"));
        Restore(store, "restore of a record", "x1");
        Do("checkpoint behind a restore", () => Assert.True(store.Compact().Taken));
        Do(
            "undo of a restore past a checkpoint",
            () => Assert.Single(store.Undo()),
            s => s with { Archived = before.Archived },
            s => s.Delete("x1", " undo"));
        Set(store, "y1", """{"n":25}""");
        Contents replaced = Promise.Kept;
        Restore(store, "restore that replaces a record", "y1");
        Do(
            "undo of a restore that replaced a record",
            () => Assert.Single(store.Undo()),
            s => s with { Archived = before.Archived },
            s => s.Restore(replaced, "y1"));
    }

    private OpsLogStore Migrate(OpsLogStore store)
    {
        Set(store, "m", """{"n":31}""");
        Close("close before the migration", store);
        _options = _options with { SchemaVersion = 2, Migration = (_, value, _) => Encoding.UTF8.GetBytes(Migrated(Encoding.UTF8.GetString(value.Span))) };
        store = Open(
            "migration",
            _options,
            s => s with { SchemaVersion = 2, Records = s.Records.ToImmutableSortedDictionary(r => r.Key, r => Migrated(r.Value), StringComparer.Ordinal) });
        Set(store, "m", """{"n":32}""");
        return store;
    }

    private OpsLogStore FlushLater(OpsLogStore store)
    {
        Close("close before async", store);
        store = Open("open async", _options with { WriteMode = WriteMode.Async, GroupDelay = TimeSpan.FromHours(1) });
        Begin("async", () => store.Set("h1", """{"n":41}"""), s => s.Set("h1", """{"n":41}"""));
        Begin("async", () => store.Set("h2", Long(42)), s => s.Set("h2", Long(42)));
        Begin("async", () => store.Delete("h1"), s => s.Delete("h1"));
        Do("flush", store.Flush);
        Begin("async", () => store.Set("h3", """{"n":43}"""), s => s.Set("h3", """{"n":43}"""));
        Close("close of async", store);

        store = Open("open for a group", _options with { WriteMode = WriteMode.Group, GroupSize = 3, GroupDelay = TimeSpan.FromHours(1) });

        // All are the same, because their order is not known.
        Func<Contents, Contents> ofThread = s => s.Set("t", """{"by":"a thread"}""");
        Together("three threads in a group", () => RunThreads.AtOnce(3, _ => store.Set("t", """{"by":"a thread"}""")), ofThread, ofThread, ofThread);
        Close("close of a group", store);
        return Open("open again", _options);
    }

    private OpsLogStore CheckpointByCount(OpsLogStore store)
    {
        Close("close before counting", store);
        store = Open("open with a threshold", _options with { CheckpointThreshold = 3 });
        for (int i = 0; i < 4; i++)
        {
            Set(store, $"k{i}", """{"n":51}""");
        }

        return store;
    }

    /// <summary>Writes a record, and returns the step.</summary>
    private string WriteAndFlush(OpsLogStore store)
    {
        store.Set("other", Long(8));
        Flush(store);
        return store.GetOperationsNewestFirst().First().Step;
    }

    private static string LastBatch(OpsLogStore store) => store.GetOperationsNewestFirst().First(operation => operation.BatchCount > 0).Step;

    private void Batch(OpsLogStore store) => Acknowledged(
        "batch",
        store,
        () => store.Batch(batch =>
        {
            batch.Set("b", Long(6));
            batch.Set("d", """{"n":7}""");
            batch.Delete("a");
        }),
        s => s.Set("b", Long(6)).Set("d", """{"n":7}""").Delete("a"));

    private void Archive(OpsLogStore store, string step, params string[] ids) => Do(
        step,
        () =>
        {
            store.Archive(record => ids.Contains(record.IdText), Contents.Segment);
            Flush(store);
        },
        s => s with { Archived = s.Archived.AddRange(s.Records.Where(record => ids.Contains(record.Key))) },
        s => ids.Aggregate(s, (state, id) => state.Delete(id, $" to {Contents.Segment}")));

    private void Restore(OpsLogStore store, string step, params string[] ids) => Do(
        step,
        () => Assert.Equal(ids.Length, store.Restore(record => ids.Contains(record.IdText), Contents.Segment, replace: true).Records),
        s => ids.Aggregate(s, (state, id) => state.Set(id, s.Archived[id], $" to {Contents.Segment}")),
        s => s with { Archived = s.Archived.RemoveRange(ids) });

    private void Set(OpsLogStore store, string id, string json) => Acknowledged($"set {id}", store, () => store.Set(id, json), s => s.Set(id, json));

    /// <summary>In async mode it is the flush that acknowledges.</summary>
    private void Acknowledged(string step, OpsLogStore store, Action act, Func<Contents, Contents> effect) => Do(
        step,
        () =>
        {
            act();
            Flush(store);
        },
        effect);

    private void Flush(OpsLogStore store)
    {
        if (mode == WriteMode.Async)
        {
            store.Flush();
        }
    }

    private static string Migrated(string json) => json[..^1] + ",\"v\":2}";
}
