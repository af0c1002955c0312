using System.Globalization;
using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Preload;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Storage;

/// <summary>The parts of <see cref="NativeFailureTests"/> that run in a process in which calls can be failed.</summary>
public static class NativeFailures
{
    /// <summary>A set whose flush fails is not acknowledged, is in no memory, and fails the store until it is opened again.</summary>
    public static void Set(string failures)
    {
        using TemporaryDirectory directory = new();
        OpsLogStore store = OpsLogStore.Open(directory["store"]);
        store.Set("before", "{}"u8);
        NativeFaults.Fail(NativeCall.FSync, 1, forever: failures == "all");
        StoreFailedException error = Assert.Throws<StoreFailedException>(() => store.Set("failed", "{}"u8));
        Assert.Contains("Input/output error", error.Message, StringComparison.Ordinal);
        NativeFaults.Heal(NativeCall.FSync);
        Assert.Throws<StoreFailedException>(() => store.Set("after", "{}"u8));
        Assert.Equal(["before"], store.StateById().Keys);
        store.Close();
        using OpsLogStore again = OpsLogStore.Open(directory["store"]);
        Assert.Equal(["before"], again.StateById().Keys);
    }

    /// <summary>Of a file every failure of a flush is an error, and one that failed stays failed.</summary>
    public static void FileFlush(string error)
    {
        using TemporaryDirectory directory = new();
        FileSystemBackend backend = New(directory);
        using IAppendLog log = backend.OpenAppend("ops/a");
        log.Append("one\n"u8);
        NativeFaults.Fail(NativeCall.FSync, 1, error: Number(error));
        Assert.Throws<StorageException>(log.Flush);
        Assert.Equal(1, NativeFaults.Count(NativeCall.FSync));
        Assert.Throws<StorageException>(log.Flush);

        NativeFaults.Fail(NativeCall.FSync, 1, error: Number(error));
        Assert.Throws<StorageException>(() => backend.Put("manifest.json", "{}"u8, PutCondition.None));
        Assert.Null(backend.Find("manifest.json"));
        using IObjectWriter writer = backend.CreateObject("snapshots/a");
        NativeFaults.Fail(NativeCall.FSync, 1, error: Number(error));
        Assert.Throws<StorageException>(writer.Complete);
        Assert.Null(backend.Find("snapshots/a"));
    }

    /// <summary>Of a directory a flush that the file system does not have is passed over, and nothing else.</summary>
    public static void DirectoryFlush(string error, string isError)
    {
        using TemporaryDirectory directory = new();
        FileSystemBackend backend = New(directory);
        Fails(() => backend.Put("manifest.json", "{}"u8, PutCondition.None), second: true);
        Fails(() => backend.OpenAppend("ops/a").Dispose(), second: false);
        Fails(() => backend.Delete("manifest.json"), second: false);
        Fails(backend.Settle, second: false);

        void Fails(Action act, bool second)
        {
            NativeFaults.Fail(NativeCall.FSync, second ? 2 : 1, error: Number(error));
            Exception? thrown = Record.Exception(act);
            Assert.True(NativeFaults.Count(NativeCall.FSync) >= (second ? 2 : 1));
            Assert.Equal(bool.Parse(isError), thrown is StorageException);
            Assert.Equal(bool.Parse(isError), thrown is not null);
        }
    }

    /// <summary>A flush that a signal interrupted is made again.</summary>
    public static void InterruptedFlush()
    {
        using TemporaryDirectory directory = new();
        FileSystemBackend backend = New(directory);
        using IAppendLog log = backend.OpenAppend("ops/a");
        NativeFaults.Fail(NativeCall.FSync, 1, error: NativeFaults.Interrupted);
        log.Flush();
        Assert.Equal(2, NativeFaults.Count(NativeCall.FSync));
    }

    /// <summary>A backup is reported only if each of its flushes succeeded; else nothing in its place passes for a store.</summary>
    public static void Backup()
    {
        using TemporaryDirectory directory = new();
        NativeFaults.PretendToFlush();
        using (OpsLogStore store = OpsLogStore.Open(directory["store"]))
        {
            store.Set("a", "{}"u8);
            store.Archive(record => record.IdText == "a", "old");
            store.Set("b", "{}"u8);
        }

        int number = 0;
        bool wasReached = true;
        while (wasReached)
        {
            number++;
            string copy = directory[$"copy-{number}"];
            NativeFaults.Fail(NativeCall.FSync, number);
            Exception? thrown = Record.Exception(() => StoreBackup.Run(directory["store"], copy));
            wasReached = NativeFaults.Count(NativeCall.FSync) >= number;
            NativeFaults.Heal(NativeCall.FSync);
            Assert.True(wasReached ? thrown is OpsLogException : thrown is null, $"Flush {number}: {thrown}");
            Assert.Equal(wasReached, !File.Exists(Path.Combine(copy, "manifest.json")));
        }

        Assert.True(number > 15, $"There were only {number} flushes.");
    }

    /// <summary>A rename that the file system refuses is an error; nothing is copied in its place.</summary>
    public static void Rename(string error)
    {
        using TemporaryDirectory directory = new();
        FileSystemBackend backend = New(directory);
        backend.Put("manifest.json", "old"u8, PutCondition.None);
        NativeFaults.Fail(NativeCall.Rename, 1, error: Number(error));
        Assert.Throws<StorageException>(() => backend.Put("manifest.json", "new"u8, PutCondition.None));
        Assert.Equal("old", Encoding.UTF8.GetString(backend.Read("manifest.json")!.Content));
        Assert.DoesNotContain(directory.Files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    /// <summary>An append that fails counts for nothing.</summary>
    public static void Append()
    {
        using TemporaryDirectory directory = new();
        FileSystemBackend backend = New(directory);
        using IAppendLog log = backend.OpenAppend("ops/a");
        log.Append("one\n"u8);
        NativeFaults.Fail(NativeCall.PWrite, 1, error: NativeFaults.NoSpace);
        StorageException error = Assert.Throws<StorageException>(() => log.Append("two\n"u8));
        Assert.Equal("append to", error.Operation);
        Assert.Equal(4, log.Length);
        log.Append("three\n"u8);
        Assert.Equal("one\nthree\n", Encoding.UTF8.GetString(backend.Read("ops/a")!.Content));
    }

    /// <summary>Where the system writes less than it was given, the rest follows.</summary>
    public static void ShortWrites()
    {
        using TemporaryDirectory directory = new();
        FileSystemBackend backend = New(directory);
        using IAppendLog log = backend.OpenAppend("ops/a");
        NativeFaults.Fail(NativeCall.PWrite, 1, forever: true, error: NativeFaults.Short);
        log.Append("0123456789\n"u8);
        backend.Put("manifest.json", "0123456789"u8, PutCondition.None);
        Assert.True(NativeFaults.Count(NativeCall.PWrite) > 4);
        Assert.Equal("0123456789\n", Encoding.UTF8.GetString(backend.Read("ops/a")!.Content));
        Assert.Equal("0123456789", Encoding.UTF8.GetString(backend.Read("manifest.json")!.Content));
    }

    /// <summary>A cut that fails is an error, and the length of the log does not change.</summary>
    public static void Truncation()
    {
        using TemporaryDirectory directory = new();
        FileSystemBackend backend = New(directory);
        using IAppendLog log = backend.OpenAppend("ops/a");
        log.Append("one\ntwo\n"u8);
        NativeFaults.Fail(NativeCall.FTruncate, 1);
        Assert.Throws<StorageException>(() => log.Truncate(4));
        Assert.Equal(1, NativeFaults.Count(NativeCall.FTruncate));
        Assert.Equal(8, log.Length);
        log.Truncate(4);
        Assert.Equal("one\n", Encoding.UTF8.GetString(backend.Read("ops/a")!.Content));
    }

    /// <summary>An open file whose status can't be had is one of our errors, whatever was to be done with it.</summary>
    public static void Status()
    {
        using TemporaryDirectory directory = new();
        FileSystemBackend backend = New(directory);
        string version = backend.Put("manifest.json", "{}"u8, PutCondition.None);
        Action[] calls =
        [
            () => backend.Find("manifest.json"),
            () => backend.Read("manifest.json"),
            () => ReadAll(backend),
            () => backend.List(""),
            () => backend.OpenAppend("ops/a").Dispose(),
            () => backend.Put("manifest.json", "{}"u8, PutCondition.IfUnchanged(version)),
            () => backend.TryLock("writer", "me"u8).Lock?.Dispose(),
            () => backend.IsLocked("writer", out _),
            backend.Initialize,
        ];
        int failed = 0;
        foreach (Action call in calls)
        {
            for (int number = 1; ; number++)
            {
                NativeFaults.Fail(NativeCall.FStat, number);
                Exception? thrown = Record.Exception(call);
                bool wasReached = NativeFaults.Count(NativeCall.FStat) >= number;
                NativeFaults.Heal(NativeCall.FStat);
                Assert.True(thrown is null or StorageException, $"A raw error: {thrown}");
                if (!wasReached)
                {
                    break;
                }

                failed += thrown is null ? 0 : 1;
            }
        }

        Assert.True(failed > 5, $"Only {failed} failures came up.");
    }

    private static void ReadAll(FileSystemBackend backend)
    {
        using IObjectReader reader = backend.OpenRead("manifest.json");
        reader.Read(0, new byte[reader.Length]);
    }

    private static FileSystemBackend New(TemporaryDirectory directory)
    {
        FileSystemBackend backend = new(directory["store"]);
        backend.Initialize();
        return backend;
    }

    private static int Number(string error) => int.Parse(error, CultureInfo.InvariantCulture);
}
