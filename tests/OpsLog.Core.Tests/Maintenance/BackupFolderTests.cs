using System.Collections.Concurrent;
using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Faults;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>Backups from directory to directory.</summary>
public sealed class BackupFolderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public BackupFolderTests()
    {
        using OpsLogStore store = OpsLogStore.Open(Source);
        store.Set("a", """{"n":1}""");
        store.Archive(record => record.IdText == "a", "old");
        store.Compact();
        store.Set("b", """{"n":1}""");
    }

    private string Source => _directory["store"];

    private string Target => _directory["backups/today"];

    [Fact]
    public void The_directory_is_made_and_holds_the_store_and_nothing_else()
    {
        using OpsLogStore live = OpsLogStore.Open(Source);
        BackupResult result = StoreBackup.Run(Source, Target);
        Assert.Equal((Source, Target), (result.Source, result.Destination));
        Assert.Equal(["archive", "ops", "snapshots"], Directory.GetDirectories(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["manifest.json"], Directory.GetFiles(Target).Select(Path.GetFileName));
        Assert.Equal(5, Directory.GetFiles(Target, "*", SearchOption.AllDirectories).Length);
        using OpsLogStore copy = OpsLogStore.Open(Target);
        Assert.Equal(live.StateById(), copy.StateById());
        Assert.Empty(copy.Warnings);
    }

    [Theory]
    [InlineData(null, UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)]
    public void It_is_private_to_its_owner_unless_the_directory_was_there_and_says_otherwise(UnixFileMode? made, UnixFileMode files)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        UnixFileMode folders = made ?? UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (made is not null)
        {
            Directory.CreateDirectory(Target);
            File.SetUnixFileMode(Target, folders);
        }

        List<UnixFileMode?> claims = [];
        StoreBackup.Run(Source, Target, progress: new BackupListener(_ => claims.Add(_directory.ModeOf(Path.Combine(Target, "backup.unfinished")))));
        Assert.Equal([folders], Directory.GetDirectories(Target).Append(Target).Select(_directory.ModeOf).Distinct());
        Assert.Equal([files], Directory.GetFiles(Target, "*", SearchOption.AllDirectories).Select(_directory.ModeOf).Concat(claims).Distinct());
        Assert.NotEmpty(claims);
    }

    [Fact]
    public void An_empty_directory_is_taken()
    {
        Directory.CreateDirectory(Target);
        StoreBackup.Run(Source, Target);
        Assert.Single(OpsLogStore.Open(Target, new() { ReadOnly = true }).StateById());
    }

    [Theory]
    [InlineData("backups/today/notes.txt")]
    [InlineData("backups/today/.hidden")]
    [InlineData("backups/today/folder/")]
    public void One_that_holds_anything_is_refused(string entry)
    {
        Directory.CreateDirectory(Target);
        if (entry.EndsWith('/'))
        {
            Directory.CreateDirectory(_directory[entry]);
        }
        else
        {
            File.WriteAllText(_directory[entry], "mine");
        }

        Assert.Equal(BackupFault.DestinationNotEmpty, Assert.Throws<BackupException>(() => StoreBackup.Run(Source, Target)).Fault);
        Assert.Single(Directory.EnumerateFileSystemEntries(Target));
    }

    [Fact]
    public void A_file_in_its_place_is_refused()
    {
        Directory.CreateDirectory(_directory["backups"]);
        File.WriteAllText(Target, "mine");
        StorageException refused = Assert.Throws<StorageException>(() => StoreBackup.Run(Source, Target));
        Assert.Contains(Target, refused.Message);
        Assert.Equal("mine", SharedFile.ReadAllText(Target));
    }

    [Theory]
    [InlineData("store")]
    [InlineData("store/")]
    [InlineData("store/backup")]
    [InlineData("store/ops/deep/er")]
    [InlineData("other/../store/backup")]
    public void One_within_the_store_is_refused(string target)
    {
        string[] before = [.. _directory.Files];
        Assert.Equal(
            BackupFault.DestinationInsideStore, Assert.Throws<BackupException>(() => StoreBackup.Run(Source, _directory[target])).Fault);
        Assert.Equal(before, _directory.Files);
        Assert.Equal(["archive", "locks", "ops", "snapshots"], Directory.GetDirectories(Source).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void One_that_a_link_leads_into_the_store_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateSymbolicLink(_directory["link"], Source);
        Directory.CreateSymbolicLink(_directory["relative"], "link/archive");
        foreach (string target in (string[])["link", "link/backup", "relative", "relative/a/b"])
        {
            Assert.Equal(
                BackupFault.DestinationInsideStore, Assert.Throws<BackupException>(() => StoreBackup.Run(Source, _directory[target])).Fault);
        }

        // The store's own path may have links too, and a name may begin as the store's does.
        Assert.Equal(BackupFault.DestinationInsideStore, Assert.Throws<BackupException>(() => StoreBackup.Run(_directory["link"], _directory["store/x"])).Fault);
        StoreBackup.Run(_directory["link"], _directory["store-backup"]);
        Directory.Delete(_directory["relative"]);
        Directory.Delete(_directory["link"]);
    }

    [Fact]
    public void One_that_fails_leaves_no_directory_that_was_not_there()
    {
        string log = Directory.GetFiles(Path.Combine(Source, "ops")).Max(StringComparer.Ordinal)!;
        File.Delete(log);
        Directory.CreateDirectory(log);
        Assert.ThrowsAny<StorageException>(() => StoreBackup.Run(Source, Target));
        Assert.False(Directory.Exists(_directory["backups"]));

        Directory.CreateDirectory(Target);
        Assert.ThrowsAny<StorageException>(() => StoreBackup.Run(Source, Target));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Target));
    }

    [SmallDiskTheory]
    [InlineData(0)]
    [InlineData(300_000)]
    public void On_a_full_disk_it_says_so_and_leaves_nothing(int length)
    {
        using (OpsLogStore store = OpsLogStore.Open(Source))
        {
            store.Set("large", $$"""{"text":"{{new string('x', length)}}"}""");
        }

        // From no room at all to enough for the whole copy, page by page.
        using SmallDisk disk = SmallDisk.Mount();
        int room = 0;
        while (true)
        {
            disk.Fill(room);
            if (Record.Exception(() => StoreBackup.Run(Source, disk["copies/today"])) is not { } error)
            {
                break;
            }

            Assert.IsType<StorageException>(error);
            Assert.Contains("No space left", error.Message);
            Assert.Contains(disk["copies/today"], error.Message);
            Assert.Equal(["filler"], disk.Files);
            Assert.False(Directory.Exists(disk["copies"]));
            room += 4096;
        }

        Assert.InRange(room, length + 8192, length + 200_000);
        Assert.Equal(2, OpsLogStore.Open(disk["copies/today"], new() { ReadOnly = true }).Count);
    }

    [Fact]
    public void What_a_killed_one_left_is_refused_as_a_store_and_as_a_destination()
    {
        using (HostProcess host = HostProcess.Start("back-up", Source, Target))
        {
            for (int piece = 0; piece < 3; piece++)
            {
                host.Expect("copying");
                host.GoOn();
            }

            host.Expect("copying");
            host.Kill();
        }

        Assert.True(File.Exists(Path.Combine(Target, "backup.unfinished")));
        Assert.Contains(Source, SharedFile.ReadAllText(Path.Combine(Target, "backup.unfinished")));
        Assert.Equal(BackupFault.Unfinished, Assert.Throws<BackupException>(() => OpsLogStore.Open(Target)).Fault);
        Assert.Equal(BackupFault.Unfinished, Assert.Throws<BackupException>(() => OpsLogStore.Open(Target, new() { ReadOnly = true })).Fault);
        Assert.Equal(BackupFault.DestinationNotEmpty, Assert.Throws<BackupException>(() => StoreBackup.Run(Source, Target)).Fault);
        Assert.Contains(StoreCheck.Run(new Core.Storage.FileSystemBackend(Target)), finding => finding.File == "backup.unfinished");
    }

    [Fact]
    public void Of_two_at_once_one_is_made()
    {
        for (int round = 0; round < 20; round++)
        {
            string target = _directory[$"backup-{round}"];
            int made = 0;
            ConcurrentQueue<Exception> refusals = [];
            RunThreads.AtOnce(4, _ =>
            {
                try
                {
                    StoreBackup.Run(Source, target);
                    Interlocked.Increment(ref made);
                }
                catch (OpsLogException e) when (e is StorageException or BackupException { Fault: BackupFault.DestinationNotEmpty })
                {
                    // The other one was faster.
                    refusals.Enqueue(e);
                }
            });
            Assert.True(made == 1, $"{made} were made: {string.Join('\n', refusals)}");
            Assert.Single(OpsLogStore.Open(target, new() { ReadOnly = true }).StateById());
        }
    }

    public void Dispose() => _directory.Dispose();
}
