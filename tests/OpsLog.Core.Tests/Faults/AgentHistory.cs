using System.Collections.Immutable;
using System.Text;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults;

/// <summary>Two agents that write in turns, after a single writer and before one; each has read what the other wrote.</summary>
internal sealed class AgentHistory(Durability durability, IStorageBackend? backend = null) : ScriptedHistory(backend)
{
    private readonly OpsLogStoreOptions _alone = new() { Durability = durability };

    public override bool SurvivesPowerCut => durability == Durability.Disk;

    public override bool IsShared => true;

    public override void Run()
    {
        OpsLogStore writer = Open("first open", _alone);
        Set(writer, "s", """{"n":1}""");
        Set(writer, "x1", """{"n":2}""");
        Close("close of the writer", writer);

        OpsLogStore a = Open("agent a comes", _alone with { Agent = "a" });
        Set(a, "a1", """{"n":3}""");
        OpsLogStore b = Open("agent b comes", _alone with { Agent = "b" });
        TakeTurns(a, b);
        Compact(a, b);
        Archive(a, b);
        Restore(a, b);

        Close("agent b goes", b);
        Do("checkpoint that retires a log", () => Assert.True(a.Compact().Taken));
        Set(a, "a1", """{"n":31}""");
        Close("agent a goes", a);

        writer = Open("a writer folds the logs in", _alone);
        Set(writer, "s", """{"n":41}""");
        Contents before = Promise.Kept;
        Set(writer, "w", """{"n":42}""");
        Do("undo by the writer", () => Assert.Single(writer.Undo()), s => s.Restore(before, "w"));
        Close("close of the writer", writer);
        MigrateAsAgent();
    }

    private void TakeTurns(OpsLogStore a, OpsLogStore b)
    {
        Set(b, "b1", """{"n":11,"text":"long enough for a line of several pieces, and more"}""");
        Do("refresh", () => a.Refresh());
        Set(a, "b1", """{"n":12,"text":"long enough for a line of several pieces, and more"}""");
        Contents beforeBatch = Promise.Kept;
        Do(
            "batch of an agent",
            () => a.Batch(batch =>
            {
                batch.Set("a1", """{"n":13}""");
                batch.Set("a2", """{"n":14}""");
                batch.Delete("s");
            }),
            s => s.Set("a1", """{"n":13}""").Set("a2", """{"n":14}""").Delete("s"));
        Do("refresh", () => b.Refresh());
        Set(b, "b2", """{"n":15}""");
        Do("undo of an agent's batch", () => Assert.Equal(3, a.Undo().Count), s => s.Restore(beforeBatch, "s", "a2", "a1"));
        Do("refresh", () => b.Refresh());
        Contents beforeDelete = Promise.Kept;
        Do("delete by an agent", () => b.Delete("b2"), s => s.Delete("b2"));
        Do("undo of an agent's delete", () => Assert.Single(b.Undo()), s => s.Restore(beforeDelete, "b2"));
    }

    private void Compact(OpsLogStore a, OpsLogStore b)
    {
        Set(b, "b3", """{"n":16}""");
        Do("checkpoint by an agent", () => Assert.True(a.Compact().Taken));
        Set(b, "b3", """{"n":17}""");
        Do("refresh", () => a.Refresh());
        string[] ids = ["p1", "p2", "p3"];
        Together(
            "pipeline of an agent",
            () =>
            {
                using DeferredWrites writes = a.DeferWrites();
                Array.ForEach(ids, id => writes.Set(id, """{"of":"a pipeline"}"""));
            },
            [.. ids.Select(id => (Func<Contents, Contents>)(s => s.Set(id, """{"of":"a pipeline"}""")))]);
        Do("checkpoint by the other agent", () => Assert.True(b.Compact().Taken));
    }

    private void Archive(OpsLogStore a, OpsLogStore b)
    {
        Contents before = Promise.Kept;
        Do(
            "archive by an agent",
            () => a.Archive(record => record.IdText == "x1", Contents.Segment),
            s => s with { Archived = s.Archived.SetItem("x1", s.Records["x1"]) },
            s => s.Delete("x1", $" to {Contents.Segment}"));
        Do("refresh", () => b.Refresh());
        Set(b, "b1", """{"n":21}""");
        Do(
            "undo of an agent's archive",
            () => Assert.Single(a.Undo()),
            s => s.Restore(s with { Records = s.Records.SetItem("x1", before.Records["x1"]) }, "x1"),
            s => s with { Archived = before.Archived });
    }

    private void Restore(OpsLogStore a, OpsLogStore b)
    {
        Do(
            "archive by an agent, to be restored",
            () => a.Archive(record => record.IdText == "x1", Contents.Segment),
            s => s with { Archived = s.Archived.SetItem("x1", s.Records["x1"]) },
            s => s.Delete("x1", $" to {Contents.Segment}"));
        Contents before = Promise.Kept;
        Do(
            "restore by another agent",
            () => Assert.Equal(1, b.Restore(_ => true, Contents.Segment).Records),
            s => s.Set("x1", s.Archived["x1"], $" to {Contents.Segment}"),
            s => s with { Archived = s.Archived.Clear() });
        Do("refresh", () => a.Refresh());
        Set(a, "a2", """{"n":22}""");
        Do(
            "undo of a restore by an agent",
            () => Assert.Single(b.Undo()),
            s => s with { Archived = before.Archived },
            s => s.Delete("x1", " undo"));
        Do(
            "restore again",
            () => Assert.Equal(1, a.Restore(_ => true, Contents.Segment).Records),
            s => s.Set("x1", s.Archived["x1"], $" to {Contents.Segment}"),
            s => s with { Archived = s.Archived.Clear() });
    }

    private void MigrateAsAgent()
    {
        OpsLogStore a = Open(
            "migration by an agent",
            _alone with { Agent = "a", SchemaVersion = 2, Migration = (_, value, _) => Encoding.UTF8.GetBytes(Migrated(Encoding.UTF8.GetString(value.Span))) },
            s => s with { SchemaVersion = 2, Records = s.Records.ToImmutableSortedDictionary(r => r.Key, r => Migrated(r.Value), StringComparer.Ordinal) });
        Set(a, "a1", """{"n":51}""");
        Close("last close", a);
    }

    private void Set(OpsLogStore store, string id, string json) =>
        Do($"set {id} by {store.Options.Agent ?? "the writer"}", () => store.Set(id, json), s => s.Set(id, json));

    private static string Migrated(string json) => json[..^1] + ",\"v\":2}";
}
