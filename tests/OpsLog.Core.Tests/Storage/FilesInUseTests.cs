using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Storage;

/// <summary>Windows, where a program that only reads a file can be in the way: a virus scanner, an indexer, a backup.</summary>
public sealed class FilesInUseTests : IDisposable
{
    private static readonly OpsLogStoreOptions s_fast = new() { Durability = Durability.OperatingSystem, CheckpointOnClose = CheckpointOnClose.Never };

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<FileShare> Shares =>
        [FileShare.None, FileShare.Read, FileShare.ReadWrite, FileShare.Read | FileShare.Delete, FileShare.ReadWrite | FileShare.Delete];

    public void Dispose() => _directory.Dispose();

    [SystemTheory(onlyOnWindows: true)]
    [MemberData(nameof(Shares))]
    public void A_compaction_waits_for_a_manifest_that_is_read(FileShare share)
    {
        using OpsLogStore store = OpsLogStore.Open(_directory.Path, s_fast);
        store.Set("x", "{}");
        using HostProcess reader = HostProcess.Start("hold-file", _directory["manifest.json"], share.ToString(), "500");
        reader.Expect("held");
        Assert.True(store.Compact().Taken);
        store.Set("y", "{}");
        store.Close();
        using OpsLogStore again = OpsLogStore.Open(_directory.Path, s_fast);
        Assert.Equal(["x", "y"], again.StateById().Keys);
    }

    [SystemTheory(onlyOnWindows: true)]
    [MemberData(nameof(Shares))]
    public void A_manifest_that_is_read_for_long_fails_the_compaction_and_not_the_store(FileShare share)
    {
        using OpsLogStore store = OpsLogStore.Open(_directory.Path, s_fast);
        store.Set("x", "{}");
        using HostProcess reader = HostProcess.Start("hold-file", _directory["manifest.json"], share.ToString(), "0");
        reader.Expect("held");
        string[] before = [.. _directory.Files];
        try
        {
            store.Compact();
            Assert.True(share.HasFlag(FileShare.Delete) && !RunningOn.Wine, "It replaced a file that was not to be replaced.");
        }
        catch (StorageException refused)
        {
            // Wine has no rename by the rules of POSIX, which needs the reader's leave to delete.
            Assert.True(RunningOn.Wine || !share.HasFlag(FileShare.Delete), "It did not replace a file whose reader permits it.");
            Assert.Contains("manifest.json", refused.Message, StringComparison.Ordinal);
            Assert.Contains("Another program has the file open", refused.Message, StringComparison.Ordinal);
            Assert.Equal(before, _directory.Files);
        }

        store.Set("y", "{}");
        reader.GoOn();
        reader.WaitForEnd();
        Assert.True(store.Compact().Taken);
        store.Set("z", "{}");
        store.Close();
        using OpsLogStore again = OpsLogStore.Open(_directory.Path, s_fast);
        Assert.Equal(["x", "y", "z"], again.StateById().Keys);
    }

    [SystemFact(onlyOnWindows: true)]
    public void A_program_that_reads_the_lock_file_is_no_holder()
    {
        OpsLogStore.Open(_directory.Path, s_fast).Close();
        using FileStream scanner = new(_directory["locks/writer.lock"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        FileSystemBackend backend = new(_directory.Path);
        Assert.False(backend.IsLocked("writer", out _));
        using OpsLogStore store = OpsLogStore.Open(_directory.Path, s_fast);
        Assert.True(backend.IsLocked("writer", out _));
        Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(_directory.Path, s_fast));
    }

    [SystemFact(onlyOnWindows: true)]
    public void A_log_that_is_in_use_is_opened_when_it_is_free()
    {
        FileSystemBackend backend = new(_directory.Path);
        backend.Initialize();
        backend.OpenAppend("ops/a").Dispose();
        using HostProcess reader = HostProcess.Start("hold-file", _directory["ops/a"], nameof(FileShare.Read), "500");
        reader.Expect("held");
        using IAppendLog log = backend.OpenAppend("ops/a");
        log.Append("x"u8);
    }

    [SystemFact(onlyOnWindows: true)]
    public void A_log_that_stays_in_use_says_so()
    {
        FileSystemBackend backend = new(_directory.Path);
        backend.Initialize();
        backend.OpenAppend("ops/a").Dispose();
        using FileStream reader = new(_directory["ops/a"], FileMode.Open, FileAccess.Read, FileShare.Read);
        StorageException refused = Assert.Throws<StorageException>(() => backend.OpenAppend("ops/a"));
        Assert.Contains("Another program has the file open", refused.Message, StringComparison.Ordinal);
    }

    [SystemFact(onlyOnWindows: true, notUnderWine: "lets the root user write to a file that is read-only")]
    public void A_file_that_may_not_be_written_is_not_called_in_use()
    {
        FileSystemBackend backend = new(_directory.Path);
        backend.Initialize();
        backend.OpenAppend("ops/a").Dispose();
        File.SetAttributes(_directory["ops/a"], FileAttributes.ReadOnly);
        StorageException refused = Assert.Throws<StorageException>(() => backend.OpenAppend("ops/a"));
        File.SetAttributes(_directory["ops/a"], FileAttributes.Normal);
        Assert.IsType<UnauthorizedAccessException>(refused.InnerException);
        Assert.DoesNotContain("Another program", refused.Message, StringComparison.Ordinal);
    }

    [SystemFact(onlyOnWindows: true)]
    public void A_name_that_was_deleted_can_be_put_anew_while_a_reader_has_the_file()
    {
        FileSystemBackend backend = new(_directory.Path);
        backend.Initialize();
        backend.Put(".lock", "one"u8, PutCondition.IfAbsent);
        using IObjectReader reader = backend.OpenRead(".lock");
        Assert.True(backend.DeleteSeen(".lock", "one"u8));
        backend.Put(".lock", "two"u8, PutCondition.IfAbsent);
        Assert.Equal(3, reader.Length);
    }

    [SystemFact(onlyOnWindows: true)]
    public void A_path_in_a_message_has_one_kind_of_separator()
    {
        OpsLogStore.Open(_directory.Path, s_fast).Close();
        File.WriteAllText(_directory["manifest.json"], "nothing");
        string message = Assert.Throws<ManifestException>(() => OpsLogStore.Open(_directory.Path, s_fast)).Message;
        Assert.Contains($@"{_directory.Path}\manifest.json", message, StringComparison.Ordinal);
    }
}
