using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store;

/// <summary>A log, or the folder that holds it, that is deleted, moved or replaced while the store is open.</summary>
public sealed class LostLogTests : IDisposable
{
    private const string MovesFolders = "moves a folder in which a file is open, which Windows refuses";

    private readonly TemporaryDirectory _directory = new();
    private OpsLogStore? _store;

    public static TheoryData<string, Durability, string?> Losses()
    {
        TheoryData<string, Durability, string?> losses = [];
        foreach (string loss in (string[])["log deleted", "log moved", "log replaced", "folder deleted", "folder moved", "folder replaced", "folder above moved"])
        {
            losses.Add(loss, Durability.Disk, null);
            losses.Add(loss, Durability.OperatingSystem, null);
            losses.Add(loss, Durability.Disk, "a");
        }

        return losses;
    }

    private string Folder => _directory["above/store"];

    public void Dispose()
    {
        _ = Record.Exception(() => _store?.Close());
        _directory.Dispose();
    }

    [SystemTheory(notUnderWine: MovesFolders)]
    [MemberData(nameof(Losses))]
    public void A_write_to_a_lost_log_is_not_acknowledged(string loss, Durability durability, string? agent)
    {
        OpsLogStore store = Open(durability, agent);
        if (!TryLose(loss, store))
        {
            return;
        }

        // Without a flush the log's name is looked at once in 10 ms.
        Thread.Sleep(durability == Durability.Disk ? 0 : 50);
        StoreFailedException error = Assert.Throws<StoreFailedException>(() => store.Set("after", "{}"u8));
        Assert.Contains(loss.Contains("replaced", StringComparison.Ordinal) ? "another file" : "deleted or moved", error.Message, StringComparison.Ordinal);
        Assert.Throws<StoreFailedException>(() => store.Set("again", "{}"u8));
        Assert.Equal(["before"], store.StateById().Keys);
    }

    [SystemTheory(notUnderWine: MovesFolders)]
    [MemberData(nameof(Losses))]
    public void Closing_a_store_whose_log_was_lost_fails(string loss, Durability durability, string? agent)
    {
        OpsLogStore store = Open(durability, agent);
        if (TryLose(loss, store))
        {
            Assert.Throws<StoreFailedException>(store.Close);
            Assert.False(store.IsOpen);
        }
    }

    [SystemTheory(notUnderWine: MovesFolders)]
    [MemberData(nameof(Losses))]
    public void Flushing_a_store_whose_log_was_lost_fails(string loss, Durability durability, string? agent)
    {
        OpsLogStore store = Open(durability, agent);
        store.Flush();
        if (TryLose(loss, store))
        {
            Assert.Throws<StoreFailedException>(store.Flush);
        }
    }

    [SystemTheory(notUnderWine: MovesFolders)]
    [MemberData(nameof(Losses))]
    public void A_checkpoint_of_a_store_whose_log_was_lost_is_refused(string loss, Durability durability, string? agent)
    {
        OpsLogStore store = Open(durability, agent);
        if (TryLose(loss, store))
        {
            Assert.ThrowsAny<OpsLogException>(() => store.Compact());
        }
    }

    [SystemFact(notUnderWine: MovesFolders)]
    public void A_folder_that_was_moved_and_moved_back_has_lost_nothing()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using (OpsLogStore store = Open(Durability.Disk, null))
        {
            Directory.Move(Folder, _directory["aside"]);
            Directory.Move(_directory["aside"], Folder);
            store.Set("after", "{}"u8);
        }

        using OpsLogStore again = OpsLogStore.Open(Folder);
        Assert.Equal(["after", "before"], again.StateById().Keys);
    }

    private OpsLogStore Open(Durability durability, string? agent)
    {
        _store = OpsLogStore.Open(Folder, new OpsLogStoreOptions { Durability = durability, Agent = agent });
        _store.Set("before", "{}"u8);
        return _store;
    }

    /// <summary>Has the log lost; false where the system does not let that happen to an open file, as Windows does not.</summary>
    private bool TryLose(string loss, OpsLogStore store)
    {
        string log = Directory.GetFiles(Path.Combine(Folder, "ops")).Single(file => new FileInfo(file).Length > 0);
        try
        {
            Lose(loss, log);
        }
        catch (Exception e) when (OperatingSystem.IsWindows() && e is IOException or UnauthorizedAccessException)
        {
            store.Set("still", "{}"u8);
            return false;
        }

        return true;
    }

    private void Lose(string loss, string log)
    {
        switch (loss)
        {
            case "log deleted":
                File.Delete(log);
                break;
            case "log moved":
                File.Move(log, _directory["aside"]);
                break;
            case "log replaced":
                File.Copy(log, _directory["copy"]);
                File.Move(_directory["copy"], log, overwrite: true);
                break;
            case "folder deleted":
                Directory.Delete(Folder, recursive: true);
                break;
            case "folder moved":
                Directory.Move(Folder, _directory["aside"]);
                break;
            case "folder above moved":
                Directory.Move(_directory["above"], _directory["aside"]);
                break;
            case "folder replaced":
                Directory.Move(Folder, _directory["aside"]);
                Copy(_directory["aside"], Folder);
                break;
        }
    }

    private static void Copy(string from, string to)
    {
        // The class library does not copy what it has locked.
        foreach (string file in Directory.GetFiles(from, "*.json*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
