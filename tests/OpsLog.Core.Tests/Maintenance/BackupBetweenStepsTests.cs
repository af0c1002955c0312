using System.Text;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Agents;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>
/// Two consecutive steps of the store's writers, at pairs of places within a backup; at every pair with OPSLOG_LONG=1.
/// </summary>
public sealed class BackupBetweenStepsTests
{
    private static readonly IEnumerable<int> s_gaps =
        LongRun.IsAsked ? Enumerable.Range(0, 200) : [0, 1, 3, 8, 14];

    private static readonly string s_long = new('x', 600);

    public enum Act
    {
        Set,
        Batch,
        Undo,
        ArchiveAnew,
        ArchiveMore,
        ArchiveMoreAndSet,
        Restore,
        Compact,
        OtherSet,
    }

    public static TheoryData<string?, Act, Act> Pairs()
    {
        TheoryData<string?, Act, Act> pairs = [];
        foreach (string? agent in (string?[])[null, "a"])
        {
            foreach ((Act first, Act then) in ((Act, Act)[])
                [
                    (Act.ArchiveAnew, Act.Undo), (Act.ArchiveMore, Act.Undo), (Act.ArchiveMore, Act.Compact), (Act.Undo, Act.Batch),
                    (Act.Restore, Act.Undo), (Act.ArchiveMore, Act.Restore), (Act.Restore, Act.ArchiveMore), (Act.Restore, Act.Compact),
                    (Act.Undo, Act.ArchiveMoreAndSet), (Act.Compact, Act.Set), (Act.Compact, Act.Compact),
                ])
            {
                pairs.Add(agent, first, then);
            }
        }

        pairs.Add("a", Act.Set, Act.OtherSet);
        pairs.Add("a", Act.OtherSet, Act.ArchiveMore);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_copy_is_the_store_before_between_or_after_them(string? agent, Act first, Act then)
    {
        int calls = BackUp(agent, first, then, int.MaxValue, int.MaxValue);
        Assert.InRange(calls, 15, 200);
        for (int i = 1; i <= calls + 3; i++)
        {
            foreach (int j in s_gaps.Select(gap => i + gap).Where(j => j <= calls + 6))
            {
                BackUp(agent, first, then, i, j);
            }
        }
    }

    /// <summary>
    /// An undo removes a segment and an archive restores it, so the manifest has the same content as before. It must
    /// still be another manifest, because the segment did not exist when it should have been copied.
    /// </summary>
    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void A_segment_that_is_taken_out_and_put_back_while_the_store_is_copied_is_in_the_copy(string? agent)
    {
        int calls = UndoAndArchive(agent, int.MaxValue, int.MaxValue);
        for (int i = 1; i <= calls; i++)
        {
            for (int j = i; j <= calls; j++)
            {
                UndoAndArchive(agent, i, j);
            }
        }
    }

    private static int UndoAndArchive(string? agent, int undoAt, int archiveAt)
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { Agent = agent });
        store.Set("c", """{"n":1}""");
        store.Archive(_ => true, "new");
        List<string> moments = [StoreText.Of(disk.Share())];
        int calls = 0;
        HookBackend source = new(new ContentVersions(disk.Share()), Hook, readsToo: true);
        MemoryBackend copy = new("copy");
        BackupResult result = StoreBackup.Run(source, copy);
        Assert.True(result.Findings.Count == 0, $"Undo at call {undoAt}, archive at call {archiveAt}: {string.Join('\n', result.Findings)}");
        Assert.Contains(StoreText.Of(copy), moments);
        return calls;

        void Hook()
        {
            calls++;
            if (calls == undoAt)
            {
                Assert.Single(store.EraseOrUndo());
                moments.Add(StoreText.Of(disk.Share()));
            }

            if (calls == archiveAt)
            {
                store.Archive(_ => true, "new");
                moments.Add(StoreText.Of(disk.Share()));
            }
        }
    }

    private static int BackUp(string? agent, Act first, Act then, int firstAt, int thenAt)
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { Agent = agent });
        using OpsLogStore? other = agent is null ? null : OpsLogStore.Open(disk.Share(), new() { Agent = "other" });
        foreach (string id in (string[])["a", "b", "c", "d"])
        {
            store.Set(id, """{"n":1}""");
        }

        store.Archive(record => record.Id[0] == 'd', "old");

        // Long, so that after its undo a complete archive can be at its place, followed by another one.
        store.Set("a", $$"""{"n":2,"pad":"{{s_long}}"}""");
        List<string> moments = [StoreText.Of(disk.Share())];
        int calls = 0;
        HookBackend source = new(new ContentVersions(disk.Share()), Hook, readsToo: true);
        MemoryBackend copy = new("copy");
        BackupResult result = StoreBackup.Run(source, copy);
        string image = StoreText.Of(copy);
        Assert.True(moments.Contains(image), $"{first} at call {firstAt}, {then} at call {thenAt}: the copy holds\n{image}\nwhere the store held\n{string.Join("\n--\n", moments)}");
        Assert.Empty(result.Findings);
        return calls;

        void Hook()
        {
            calls++;
            if (calls == firstAt)
            {
                Do(first);
            }

            if (calls == thenAt)
            {
                Do(then);
            }
        }

        void Do(Act act)
        {
            foreach (Act step in act == Act.ArchiveMoreAndSet ? [Act.ArchiveMore, Act.Set] : (Act[])[act])
            {
                Take(step, store, other);
                moments.Add(StoreText.Of(disk.Share()));
            }
        }
    }

    private static void Take(Act act, OpsLogStore store, OpsLogStore? other)
    {
        switch (act)
        {
            case Act.Set:
                store.Set("b", $$"""{"n":3,"pad":"{{s_long}}"}""");
                break;
            case Act.Batch:
                store.Batch(batch =>
                {
                    batch.Set("b", Encoding.UTF8.GetBytes("""{"n":4}"""));
                    batch.Delete("c");
                });
                break;
            case Act.Undo:
                store.EraseOrUndo();
                break;
            case Act.ArchiveAnew:
                store.Archive(record => record.Id[0] == 'c', "new");
                break;
            case Act.ArchiveMore:
                store.Archive(record => record.Id[0] == 'c', "old");
                break;
            case Act.Restore:
                store.Restore(_ => true, "old");
                break;
            case Act.Compact:
                store.Compact();
                break;
            case Act.OtherSet:
                other!.Refresh();
                other.Set("e", """{"n":5}""");
                break;
        }
    }
}
