using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Agents;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>A whole backup at every place within a step of the store's writer, in the midst of an append included.</summary>
public sealed class BackupWithinStepTests
{
    private static readonly Dictionary<string, Action<OpsLogStore>> s_steps = new()
    {
        ["set"] = store => store.Set("b", """{"n":2}"""),
        ["delete"] = store => store.Delete("a"),
        ["batch"] = store => store.Batch(batch =>
        {
            batch.Set("b", """{"n":3}""");
            batch.Delete("c");
            batch.Set("new", "{}");
        }),
        ["erasure"] = store => store.EraseOrUndo(),
        ["undo"] = store => store.Undo(),
        ["undo past a checkpoint"] = store => store.Undo(),
        ["undo of an archive"] = store => store.Undo(),
        ["archive to a new segment"] = store => store.Archive(record => record.Id[0] == 'c', "new"),
        ["archive to a segment"] = store => store.Archive(record => record.Id[0] == 'c', "old"),
        ["restore of a segment, which was an archive"] = store => store.Restore(_ => true, "old"),
        ["restore from a segment, which was an archive"] = store => store.Restore(record => record.Id[0] == 'c', "old"),
        ["undo of a restore of an archive"] = store => store.Undo(),
        ["undo of a restore of an archive past a checkpoint"] = store => store.Undo(),
        ["compaction"] = store => store.Compact(),
    };

    public static TheoryData<string, string?> Cases()
    {
        TheoryData<string, string?> cases = [];
        foreach (string step in s_steps.Keys)
        {
            cases.Add(step, null);
            cases.Add(step, "a");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_copy_is_the_store_before_or_after_the_step(string step, string? agent)
    {
        MemoryBackend disk = new();
        bool backsUp = false;
        int backups = 0;
        List<(SortedDictionary<string, string> State, List<string> Archived)> copies = [];
        HookBackend hooked = new(disk.Share(), () =>
        {
            if (backsUp)
            {
                backups++;
                copies.Add(BackUp(disk));
            }
        });
        using OpsLogStore? other = agent is null ? null : OpsLogStore.Open(disk.Share(), new() { Agent = "other" });
        other?.Set("from other", "{}");
        using OpsLogStore store = OpsLogStore.Open(hooked, new() { Agent = agent });
        Prepare(store, step);
        SortedDictionary<string, string> before = store.StateById();
        List<string> known = [.. before.Keys, .. BackUp(disk).Archived];

        backsUp = true;
        s_steps[step](store);
        backsUp = false;

        (SortedDictionary<string, string> after, _) = BackUp(disk);
        Assert.InRange(backups, 2, 100);
        Assert.All(copies, copy => Assert.True(
            copy.State.SequenceEqual(before) || copy.State.SequenceEqual(after), $"the copy holds {string.Join(' ', copy.State)}"));
        if (step.Contains("archive"))
        {
            Assert.All(copies, copy => Assert.Empty(known.Except(copy.State.Keys).Except(copy.Archived)));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void The_copy_made_while_the_store_is_opened_and_repaired_holds_all_that_was_acknowledged(string? agent)
    {
        MemoryBackend disk = new();
        OpsLogStore first = OpsLogStore.Open(disk.Share(), new() { Agent = agent });
        first.Set("a", """{"n":1}""");
        first.Close();
        string log = disk.List("ops/").Last(stored => stored.Length > 0).Name;
        using (IAppendLog torn = disk.OpenAppend(log))
        {
            torn.Append("""{"ts":"2026-01-01T00:00:00.000Z","op":"set","id":"torn","da"""u8);
        }

        int backups = 0;
        HookBackend hooked = new(disk.Share(), () =>
        {
            backups++;
            Assert.Equal([new("a", """{"n":1}""")], BackUp(disk).State);
        });
        using OpsLogStore again = OpsLogStore.Open(hooked, new() { Agent = agent });
        Assert.Single(again.Warnings);
        Assert.InRange(backups, 8, 100);
    }

    private static void Prepare(OpsLogStore store, string step)
    {
        foreach (string id in (string[])["a", "b", "c", "d"])
        {
            store.Set(id, """{"n":1}""");
        }

        store.Archive(record => record.Id[0] == 'd', "old");
        if (step is "undo of an archive" or "restore from a segment, which was an archive")
        {
            store.Archive(record => record.Id[0] == 'c', "old");
        }
        else if (step.StartsWith("undo of a restore", StringComparison.Ordinal))
        {
            store.Restore(_ => true, "old");
        }
        else if (step == "erasure" || step.StartsWith("undo", StringComparison.Ordinal))
        {
            store.Set("b", """{"n":9}""");
        }

        if (step.EndsWith("past a checkpoint", StringComparison.Ordinal))
        {
            store.Compact();
        }
    }

    private static (SortedDictionary<string, string> State, List<string> Archived) BackUp(MemoryBackend disk)
    {
        MemoryBackend copy = new("copy");
        StoreBackup.Run(disk.Share(), copy);
        using OpsLogStore opened = OpsLogStore.Open(copy);
        Assert.Empty(opened.Warnings);
        return (opened.StateById(), [.. opened.GetSegmentNames().SelectMany(name => opened.SegmentById(name).Keys)]);
    }
}
