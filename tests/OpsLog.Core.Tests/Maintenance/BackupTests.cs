using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Maintenance;

public sealed class BackupTests
{
    private readonly MemoryBackend _disk = new();
    private readonly MemoryBackend _copy = new("copy");

    [Fact]
    public void A_store_that_is_closed_is_copied_file_by_file()
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share()))
        {
            Fill(store);
        }

        BackupResult result = StoreBackup.Run(_disk, _copy);

        // But for the snapshot that was superseded.
        string[] expected = [.. _disk.List("").Select(stored => stored.Name).Where(name => name != FirstSnapshot())];
        Assert.Equal(expected, _copy.List("").Select(stored => stored.Name));
        Assert.All(expected, name => Assert.Equal(_disk.Read(name)!.Content, _copy.Read(name)!.Content));
        Assert.Equal(("memory:store", "memory:copy"), (result.Source, result.Destination));
        Assert.Equal((3, 1), (result.Records, result.Operations));
        Assert.Equal((expected.Length, _copy.List("").Sum(stored => stored.Length)), (result.Files, result.Bytes));
        Assert.Empty(result.Findings);
        Assert.True(result.Duration > TimeSpan.Zero);
    }

    [Fact]
    public void Index_files_are_not_copied()
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share()))
        {
            Fill(store);
        }

        foreach (string owner in _disk.List("").Select(stored => stored.Name).Where(StoreLayout.HasIndex))
        {
            _disk.Put(StoreLayout.Index(owner), "x"u8, PutCondition.IfAbsent);
        }

        // They are damaged, which is no problem of the copy.
        Assert.All(StoreCheck.Run(_disk.Share()), finding => Assert.Equal(FindingKind.InvalidIndex, finding.Kind));
        BackupResult result = StoreBackup.Run(_disk, _copy);
        Assert.Empty(result.Findings);
        Assert.DoesNotContain(_copy.List(""), stored => stored.Name.EndsWith(".idx", StringComparison.Ordinal));
    }

    [Fact]
    public void A_store_that_is_open_is_copied_without_its_locks_and_what_was_put_aside()
    {
        OpsLogStore.Open(_disk.Share()).Close();
        using (IAppendLog log = _disk.OpenAppend(_disk.List("ops/").Single().Name))
        {
            log.Append("""{"ts":"2026-"""u8);
        }

        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        Fill(store);
        Assert.Contains(_disk.List(""), stored => stored.Name == ".lock");
        Assert.Contains(_disk.List(""), stored => stored.Name.Contains(".torn-", StringComparison.Ordinal));
        StoreBackup.Run(_disk, _copy);

        Assert.DoesNotContain(_copy.List(""), stored => stored.Name == ".lock" || stored.Name.Contains(".torn-", StringComparison.Ordinal));
        Assert.Equal(StoreText.Of(_disk), StoreText.Of(_copy));
        using OpsLogStore opened = OpsLogStore.Open(_copy);
        Assert.Empty(opened.Warnings);
        Assert.Equal(store.GetOperations().Select(operation => operation.Id), opened.GetOperations().Select(operation => operation.Id));
        Assert.Equal("c", Assert.Single(opened.Undo()).Id);
        Assert.Single(opened.Undo());
    }

    [Fact]
    public void A_store_with_live_agents_goes_on_from_the_copy_under_the_same_names()
    {
        using OpsLogStore a = OpsLogStore.Open(_disk.Share(), new() { Agent = "a" });
        using OpsLogStore b = OpsLogStore.Open(_disk.Share(), new() { Agent = "b" });
        Fill(a);
        b.Refresh();
        b.Set("from b", "{}");
        b.Compact();
        a.Refresh();
        a.Set("from a", "{}");
        StoreBackup.Run(_disk, _copy);

        Assert.Equal(StoreText.Of(_disk), StoreText.Of(_copy));
        using OpsLogStore again = OpsLogStore.Open(_copy.Share(), new() { Agent = "a" });
        Assert.Equal(a.GetStatistics().Log, again.GetStatistics().Log);
        Assert.Equal("from a", Assert.Single(again.Undo()).Id);
        using OpsLogStore other = OpsLogStore.Open(_copy.Share(), new() { Agent = "b" });
        other.Set("from b", """{"n":2}""");
        again.Refresh();
        Assert.Equal("""{"n":2}""", again.GetText("from b"));
    }

    [Fact]
    public void Without_history_nothing_superseded_is_copied()
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share()))
        {
            Fill(store);
        }

        BackupResult result = StoreBackup.Run(_disk, _copy, new() { ExcludeHistory = true });
        Assert.Single(_copy.List("ops/"));
        Assert.Empty(result.Findings);
        Assert.Equal(StoreText.Of(_disk), StoreText.Of(_copy));
        using OpsLogStore opened = OpsLogStore.Open(_copy);
        Assert.Single(opened.Undo());
        Assert.Empty(opened.Undo());
    }

    [Fact]
    public void A_store_that_was_never_written_to_has_a_copy_that_opens()
    {
        OpsLogStore.Open(_disk.Share()).Close();
        BackupResult result = StoreBackup.Run(_disk, _copy);
        Assert.Equal((0, 3), (result.Records, result.Files));
        OpsLogStore.Open(_copy).Close();
    }

    [Fact]
    public void Progress_ends_with_all_bytes()
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share()))
        {
            Fill(store);
        }

        List<BackupProgress> reported = [];
        BackupResult result = StoreBackup.Run(_disk, _copy, progress: new BackupListener(reported.Add));
        Assert.All(reported, step => Assert.InRange(step.Bytes, 1, step.TotalBytes));
        BackupProgress copied = reported.Last(step => !step.IsVerifying);
        Assert.Equal(result.Bytes - _copy.Find("manifest.json")!.Value.Length, copied.Bytes);
        Assert.Equal(copied.TotalBytes, copied.Bytes);
        Assert.Equal(reported[^1].TotalBytes, reported[^1].Bytes);
        Assert.True(reported[^1].IsVerifying);
    }

    [Fact]
    public void One_that_is_cancelled_leaves_nothing()
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share()))
        {
            Fill(store);
        }

        List<BackupProgress> all = [];
        StoreBackup.Run(_disk, new MemoryBackend(), progress: new BackupListener(all.Add));
        for (int after = 1; after <= all.Count; after++)
        {
            using CancellationTokenSource source = new();
            int reported = 0;
            BackupListener listener = new(_ =>
            {
                if (++reported == after)
                {
                    source.Cancel();
                }
            });
            if (Record.Exception(() => StoreBackup.Run(_disk, _copy, progress: listener, cancellation: source.Token)) is { } error)
            {
                Assert.IsType<OperationCanceledException>(error, exactMatch: false);
                Assert.Empty(_copy.List(""));
            }
            else
            {
                Assert.Equal(all.Count, after);
            }
        }
    }

    [Fact]
    public void A_place_that_is_not_empty_is_refused_and_left_alone()
    {
        OpsLogStore.Open(_disk.Share()).Close();
        _copy.Put("notes.txt", "mine"u8, PutCondition.None);
        BackupException refused = Assert.Throws<BackupException>(() => StoreBackup.Run(_disk, _copy));
        Assert.Equal(BackupFault.DestinationNotEmpty, refused.Fault);
        Assert.Contains("memory:copy", refused.Message);
        Assert.Equal("notes.txt", Assert.Single(_copy.List("")).Name);
        Assert.Equal(BackupFault.DestinationNotEmpty, Assert.Throws<BackupException>(() => StoreBackup.Run(_disk, _disk.Share())).Fault);
    }

    [Fact]
    public void Where_there_is_no_store_nothing_is_made()
    {
        Assert.Throws<StoreNotFoundException>(() => StoreBackup.Run(_disk, _copy));
        Assert.Empty(_copy.List(""));
    }

    [Fact]
    public void A_store_whose_manifest_changes_all_the_time_is_an_error_after_a_while()
    {
        OpsLogStore.Open(_disk.Share()).Close();
        byte[] manifest = _disk.Read("manifest.json")!.Content;
        FaultyBackend source = new(_disk.Share()) { Before = (_, _) => _disk.Put("manifest.json", manifest, PutCondition.None) };
        BackupException refused = Assert.Throws<BackupException>(() => StoreBackup.Run(source, _copy));
        Assert.Equal(BackupFault.StoreKeptChanging, refused.Fault);
        Assert.Empty(_copy.List(""));
        Assert.Equal(0, source.OpenHandles);
    }

    [Fact]
    public void A_copy_that_is_not_what_was_written_is_refused_and_removed()
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share()))
        {
            Fill(store);
        }

        string snapshot = _disk.List("snapshots/")[^1].Name;
        List<string> deleted = [];
        FaultyBackend bad = new(_copy.Share())
        {
            Before = (call, name) =>
            {
                if (call == StorageCall.Put && name == "manifest.json")
                {
                    byte[] content = _copy.Read(snapshot)!.Content;
                    content[^5] ^= 1;
                    _copy.Put(snapshot, content, PutCondition.None);
                }
                else if (call == StorageCall.Delete)
                {
                    deleted.Add(name);
                }
            },
        };
        BackupException refused = Assert.Throws<BackupException>(() => StoreBackup.Run(_disk, bad));
        Assert.Equal(BackupFault.NotVerified, refused.Fault);
        Assert.Contains(snapshot, refused.Message);
        Assert.Empty(_copy.List(""));

        // So that at no time something passes for a store.
        Assert.Equal(("manifest.json", "backup.unfinished"), (deleted[0], deleted[^1]));
        Assert.Equal(0, bad.OpenHandles);
    }

    /// <summary>Three records, a segment, an earlier log, and one operation in the present one.</summary>
    private static void Fill(OpsLogStore store)
    {
        store.Set("a", """{"n":1}""");
        store.Set("b", """{"n":1}""");
        store.Set("old", """{"n":1}""");
        store.Archive(record => record.IdText == "old", "gone");
        store.Set("b", """{"n":2}""");
        store.Compact();
        store.Set("c", """{"n":3}""");
    }

    private string FirstSnapshot() => _disk.List("snapshots/")[0].Name;
}
