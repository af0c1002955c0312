using OpsLog.Core.Errors;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

/// <summary>What the file system backend does beyond the contract, in one process.</summary>
public sealed class FileSystemBackendTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TemporaryDirectory _directory = new();
    private readonly FileSystemBackend _backend;

    public FileSystemBackendTests() => _backend = new FileSystemBackend(_directory["store"]);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_location_is_a_full_path_without_a_trailing_separator()
    {
        Assert.Equal(_directory["store"], _backend.Location);
        Assert.Equal(_directory["store"], new FileSystemBackend(_directory["other/../store/"]).Location);
        Assert.True(Path.IsPathFullyQualified(new FileSystemBackend("relative").Location));
    }

    [Fact]
    public void Nothing_is_made_before_it_is_asked_for()
    {
        Assert.Null(_backend.Find("manifest.json"));
        Assert.Null(_backend.Read("manifest.json"));
        Assert.Empty(_backend.List(""));
        Assert.True(_backend.Delete("manifest.json"));
        Assert.Throws<ObjectNotFoundException>(() => _backend.OpenRead("manifest.json"));
        Assert.Throws<StorageException>(() => _backend.Put("manifest.json", [], PutCondition.None));
        Assert.Throws<StorageException>(() => _backend.OpenAppend("ops/a"));
        Assert.Throws<StorageException>(() => _backend.CreateObject("snapshots/a"));
        Assert.Throws<StorageException>(() => _backend.TryLock("writer", []));
        Assert.False(Directory.Exists(_directory["store"]));
    }

    [Fact]
    public void New_directories_are_private_to_their_owner()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var backend = new FileSystemBackend(_directory["above/store"]);
        backend.Initialize();
        backend.Put("more/a", [], PutCondition.None);
        foreach (string folder in (string[])["", "snapshots", "ops", "archive", "locks", "more"])
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(_directory["above/store/" + folder]));
        }
    }

    [Theory]
    [InlineData("700")]
    [InlineData("750")]
    [InlineData("2770")]
    [InlineData("755")]
    public void What_is_made_in_a_directory_has_its_permissions(string octal)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        UnixFileMode mode = (UnixFileMode)Convert.ToInt32(octal, 8);
        Directory.CreateDirectory(_directory["store"]);
        File.SetUnixFileMode(_directory["store"], mode);
        _backend.Initialize();
        _backend.Put("manifest.json", [], PutCondition.None);
        _backend.OpenAppend("ops/a").Dispose();
        using IDisposable? held = _backend.TryLock("writer", "me"u8).Lock;
        using (IObjectWriter writer = _backend.CreateObject("snapshots/s"))
        {
            writer.Complete();
        }

        foreach (string folder in (string[])["snapshots", "ops", "archive", "locks"])
        {
            Assert.Equal(mode, File.GetUnixFileMode(_directory["store/" + folder]));
        }

        UnixFileMode ofFiles = mode & (UnixFileMode)Convert.ToInt32("666", 8);
        Assert.Contains("store/locks/writer.holder", _directory.Files);
        Assert.All(_directory.Files, file => Assert.Equal(ofFiles, _directory.ModeOf(file)));
    }

    [Fact]
    public void A_directory_that_is_there_keeps_its_permissions()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        UnixFileMode shared = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        Directory.CreateDirectory(_directory["store/ops"]);
        File.SetUnixFileMode(_directory["store"], shared);
        File.SetUnixFileMode(_directory["store/ops"], shared);
        _backend.Initialize();
        Assert.Equal(shared, File.GetUnixFileMode(_directory["store"]));
        Assert.Equal(shared, File.GetUnixFileMode(_directory["store/ops"]));
    }

    [Fact]
    public void A_file_where_the_store_should_be_is_an_error()
    {
        File.WriteAllText(_directory["store"], "x");
        var error = Assert.Throws<StorageException>(_backend.Initialize);
        Assert.Equal(_directory["store"], error.Path);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public void A_directory_where_a_file_should_be_is_an_error_and_never_absent()
    {
        _backend.Initialize();
        Directory.CreateDirectory(_directory["store/manifest.json"]);
        Action[] calls =
        [
            () => _backend.Find("manifest.json"),
            () => _backend.Read("manifest.json"),
            () => _backend.OpenRead("manifest.json"),
            () => _backend.OpenAppend("manifest.json"),
            () => _backend.Put("manifest.json", [], PutCondition.None),
            () => _backend.Put("manifest.json", [], PutCondition.IfAbsent),
            () => _backend.Delete("manifest.json"),
        ];
        foreach (Action call in calls)
        {
            StorageException error = Assert.Throws<StorageException>(call);
            Assert.Equal(_directory["store/manifest.json"], error.Path);
            Assert.NotNull(error.InnerException);
        }

        Assert.DoesNotContain(_directory.Files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_an_error_and_never_absent()
    {
        _backend.Initialize();
        _backend.Put("manifest.json", "{}"u8, PutCondition.None);
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            // Root may read everything; the test above shows the same with what even root can't read.
            return;
        }

        File.SetUnixFileMode(_directory["store/manifest.json"], UnixFileMode.None);
        Assert.Throws<StorageException>(() => _backend.Read("manifest.json"));
        Assert.Throws<StorageException>(() => _backend.Find("manifest.json"));
        File.SetUnixFileMode(_directory["store/manifest.json"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(_directory["store"], UnixFileMode.None);
        Assert.Throws<StorageException>(() => _backend.Find("manifest.json"));
        Assert.Throws<StorageException>(() => _backend.List(""));
        File.SetUnixFileMode(_directory["store"], OwnerOnly);
    }

    [Fact]
    public void Its_own_files_are_no_objects()
    {
        _backend.Initialize();
        _backend.Put("a", "x"u8, PutCondition.None);
        using IDisposable? held = _backend.TryLock("writer", "me"u8).Lock;
        using IObjectWriter writer = _backend.CreateObject("snapshots/s");
        Assert.Contains("store/locks/writer.lock", _directory.Files);
        string unfinished = Assert.Single(_directory.Files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.StartsWith($"store/snapshots/s.{Environment.ProcessId}-", unfinished);

        Assert.Equal(["a"], _backend.List("").Select(found => found.Name));
        Assert.Throws<InvalidNameException>(() => _backend.Read("locks/writer.lock"));
        Assert.Throws<InvalidNameException>(() => _backend.Delete(Path.GetRelativePath("store", unfinished).Replace('\\', '/')));
    }

    [Fact]
    public void The_holder_is_gone_with_the_lock_but_the_locked_file_stays()
    {
        _backend.Initialize();
        _backend.TryLock("writer", "me"u8).Lock!.Dispose();
        Assert.Equal(["store/locks/writer.lock"], _directory.Files);
    }

    [Fact]
    public void A_link_to_a_file_shows_the_file()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _backend.Initialize();
        File.WriteAllText(_directory["elsewhere"], "0123456789");
        File.CreateSymbolicLink(_directory["store/ops/a"], _directory["elsewhere"]);
        File.CreateSymbolicLink(_directory["store/ops/dangling"], _directory["nowhere"]);
        Assert.Equal([("ops/a", 10L)], _backend.List("ops/").Select(found => (found.Name, found.Length)));
        Assert.Equal(10, _backend.Find("ops/a")!.Value.Length);
        Assert.Null(_backend.Find("ops/dangling"));
    }
}
