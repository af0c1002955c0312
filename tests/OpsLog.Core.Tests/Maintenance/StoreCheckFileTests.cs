using System.Diagnostics;
using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage.Files;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Faults;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>The check on a real directory: what only a file system can hold, and that nothing of it is touched.</summary>
public sealed class StoreCheckFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly StoreImage _image = SampleStores.Single();

    public StoreCheckFileTests()
    {
        using FileSystemBackend backend = new(_directory.Path);
        backend.Initialize();
        foreach ((string name, byte[] content) in _image.Files)
        {
            backend.Put(name, content, PutCondition.None);
        }
    }

    public void Dispose()
    {
        foreach (string folder in Directory.GetDirectories(_directory.Path).Append(_directory.Path))
        {
            Allow(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        _directory.Dispose();
    }

    [Fact]
    public void Nothing_is_changed_or_made()
    {
        File.WriteAllText(_directory[".lock"], "2147483647\n");
        File.WriteAllBytes(_directory[_image.ActiveLog()], _image.Files[_image.ActiveLog()][..^5]);
        List<string> before = Everything();
        Assert.NotEmpty(Run());
        Assert.Equal(before, Everything());
    }

    [Fact]
    public void Nor_where_agents_have_written()
    {
        using TemporaryDirectory agents = new();
        using (OpsLogStore store = OpsLogStore.Open(agents.Path, new() { Agent = "a" }))
        {
            store.Set("x", "{}");
        }

        File.Delete(agents["locks/agent-a.lock"]);
        List<string> before = Everything(agents.Path);
        Assert.Empty(StoreCheck.Run(new FileSystemBackend(agents.Path)));
        Assert.Equal(before, Everything(agents.Path));
    }

    [Fact]
    public void A_store_that_may_only_be_read_can_be_checked()
    {
        foreach (string folder in Directory.GetDirectories(_directory.Path).Append(_directory.Path))
        {
            Allow(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        List<string> before = Everything();
        Assert.Empty(Run());
        Assert.Equal(before, Everything());
    }

    [Fact]
    public void A_live_agent_in_another_process_is_named()
    {
        using HostProcess host = HostProcess.Start("hold-lock", _directory.Path, StoreLayout.AgentLock("a"), "4242");
        host.Expect("held");
        File.WriteAllText(_directory["ops/agent-a-1.jsonl"], "");
        List<string> before = Everything();
        StoreLockedException refused = Assert.Throws<StoreLockedException>(Run);
        Assert.Equal(4242, refused.Holder?.ProcessId);
        Assert.Equal(before, Everything());
        host.Kill();
        Assert.Equal(FindingKind.StaleLock, Assert.Single(Run()).Kind);
    }

    [Fact]
    public void There_has_to_be_a_store()
    {
        Assert.Throws<StoreNotFoundException>(() => StoreCheck.Run(new FileSystemBackend(_directory["none"])));
        Assert.False(Directory.Exists(_directory["none"]));
        Directory.CreateDirectory(_directory["other"]);
        File.WriteAllText(_directory["other/file"], "");
        Assert.Throws<StoreNotFoundException>(() => StoreCheck.Run(new FileSystemBackend(_directory["other"])));
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("snapshots/")]
    [InlineData("ops/")]
    [InlineData("archive/")]
    public void A_directory_in_place_of_a_file_is_reported_and_the_rest_is_checked(string prefix)
    {
        string name = NameUnder(prefix);
        File.WriteAllText(_directory["notes.txt"], "");
        File.Delete(_directory[name]);
        Directory.CreateDirectory(_directory[name]);
        AssertUnreadable(name);
    }

    [PipeTheory]
    [InlineData("manifest.json")]
    [InlineData("snapshots/")]
    [InlineData("ops/")]
    [InlineData("archive/")]
    [InlineData(".lock")]
    public async Task A_pipe_in_place_of_a_file_does_not_block(string prefix)
    {
        string name = NameUnder(prefix);
        File.WriteAllText(_directory["notes.txt"], "");
        File.Delete(_directory[name]);
        using (Process made = Process.Start("mkfifo", _directory[name]))
        {
            made.WaitForExit();
            Assert.Equal(0, made.ExitCode);
        }

        await Task.Run(() => AssertUnreadable(name, ".lock")).WaitAsync(TimeSpan.FromMinutes(2));
    }

    [SystemTheory(notUnderWine: "has no symbolic links")]
    [InlineData("manifest.json")]
    [InlineData("snapshots/")]
    [InlineData("ops/")]
    [InlineData("archive/")]
    public void A_dangling_link_is_reported(string prefix)
    {
        string name = NameUnder(prefix);
        File.WriteAllText(_directory["notes.txt"], "");
        File.Delete(_directory[name]);
        File.CreateSymbolicLink(_directory[name], _directory["nowhere"]);
        AssertUnreadable(name);
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("snapshots/")]
    [InlineData("ops/")]
    [InlineData("archive/")]
    public void What_can_not_be_read_is_reported_and_the_rest_is_checked(string prefix)
    {
        string name = NameUnder(prefix);
        File.WriteAllText(_directory["notes.txt"], "");
        Allow(_directory[name], UnixFileMode.None);
        if (IsRefused(() => SharedFile.ReadAllBytes(_directory[name])))
        {
            AssertUnreadable(name);
        }
    }

    [Fact]
    public void A_folder_that_can_not_be_listed_is_reported()
    {
        Allow(_directory["archive"], UnixFileMode.None);
        if (IsRefused(() => Directory.GetFiles(_directory["archive"])))
        {
            Assert.Contains(Run(), finding => finding is { Kind: FindingKind.Unreadable, Severity: FindingSeverity.Error, File: "archive/" });
        }
    }

    [Fact]
    public void Unfinished_files_are_reported_by_whether_their_writer_is_alive()
    {
        string host = FileLayout.Host;
        File.WriteAllText(_directory[$"manifest.json.2147483647-{host}-00000001.tmp"], "");
        File.WriteAllText(_directory[$"snapshots/snap-5.jsonl.{Environment.ProcessId}-{host}-00000001.tmp"], "");
        File.WriteAllText(_directory["ops/x.5-00000000-00000001.tmp"], "");
        Assert.Equal(
            [(FindingSeverity.Warning, "manifest.json"), (FindingSeverity.Information, "ops/x"), (FindingSeverity.Information, "snapshots/snap-5")],
            Run().Select(finding => (finding.Severity, finding.File[..finding.File.IndexOfAny(['.'], finding.File.StartsWith('m') ? 9 : 1)])));
        Assert.All(Run(), finding => Assert.Equal(FindingKind.UnfinishedFile, finding.Kind));
    }

    [Fact]
    public void Marks_of_dead_holders_and_unknown_files_among_the_locks_are_reported()
    {
        File.WriteAllText(_directory["locks/agent-a.holder"], "2147483647\n");
        File.WriteAllText(_directory["locks/agent-b.holder"], "?");
        File.WriteAllText(_directory["locks/agent-b.lock"], "");
        File.WriteAllText(_directory["locks/x"], "");
        Directory.CreateDirectory(_directory["locks/folder"]);
        Assert.Equal(
            [
                (FindingSeverity.Information, FindingKind.StaleLock, "locks/agent-a.holder"),
                (FindingSeverity.Information, FindingKind.InvalidLock, "locks/agent-b.holder"),
                (FindingSeverity.Warning, FindingKind.Unreadable, "locks/folder"),
                (FindingSeverity.Information, FindingKind.UnknownFile, "locks/x"),
            ],
            Run().Select(finding => (finding.Severity, finding.Kind, finding.File)));
    }

    private static bool IsRefused(Action read)
    {
        try
        {
            // Nothing is refused to root, nor by modes on Windows.
            read();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static void Allow(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static List<string> Everything(string root) => [.. new DirectoryInfo(root)
        .EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        .Append(new DirectoryInfo(root))
        .OrderBy(entry => entry.FullName, StringComparer.Ordinal)
        .Select(entry => $"{entry.FullName} {entry.LastWriteTimeUtc:O} {(entry is FileInfo { Length: > 0 } file ? Convert.ToHexString(SharedFile.ReadAllBytes(file.FullName)) : "")}")];

    private List<string> Everything() => Everything(_directory.Path);

    private List<StoreFinding> Run() => [.. StoreCheck.Run(new FileSystemBackend(_directory.Path))];

    private string NameUnder(string prefix) =>
        _image.Files.Keys.LastOrDefault(name => name.StartsWith(prefix, StringComparison.Ordinal)) ?? prefix;

    private void AssertUnreadable(string name, string warning = "")
    {
        List<StoreFinding> findings = Run();
        FindingSeverity severity = name == warning ? FindingSeverity.Warning : FindingSeverity.Error;
        Assert.Contains(findings, finding => finding.Kind is FindingKind.Unreadable && finding.Severity == severity && finding.File == name);
        Assert.Contains(findings, finding => finding is { Kind: FindingKind.UnknownFile, File: "notes.txt" });
    }
}
