using System.Text;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

/// <summary>The file system backend among several real processes, some of which are killed.</summary>
public sealed class FileSystemProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FileSystemBackend _backend;

    public FileSystemProcessTests()
    {
        _backend = new FileSystemBackend(_directory.Path);
        _backend.Initialize();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_killed_process_leaves_its_lock_free()
    {
        using HostProcess host = HostProcess.Start("hold-lock", _directory.Path, "writer", "the other");
        host.Expect("held");
        LockAttempt refused = _backend.TryLock("writer", "me"u8);
        Assert.Null(refused.Lock);
        Assert.Equal("the other", Encoding.UTF8.GetString(refused.Holder!));

        host.Kill();
        using IDisposable? taken = _backend.TryLock("writer", "me"u8).Lock;
        Assert.NotNull(taken);
        Assert.Equal("me"u8.ToArray(), _backend.TryLock("writer", "me"u8).Holder);
    }

    [Fact]
    public void A_process_is_refused_a_lock_that_another_holds()
    {
        using IDisposable? held = _backend.TryLock("writer", "me"u8).Lock;
        using HostProcess host = HostProcess.Start("hold-lock", _directory.Path, "writer", "the other");
        host.Expect("refused");
        host.GoOn();
        host.WaitForEnd();
    }

    [Fact]
    public void A_process_in_which_dotnet_does_not_lock_files_is_refused_too()
    {
        using IDisposable? held = _backend.TryLock("writer", "me"u8).Lock;
        using HostProcess host = HostProcess.Start(
            new Dictionary<string, string> { ["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1" },
            "hold-lock", _directory.Path, "writer", "the other");
        host.Expect("refused");
    }

    [Fact]
    public void Two_processes_that_compare_and_swap_lose_no_update()
    {
        _backend.Put("number", "0"u8, PutCondition.IfAbsent);
        using HostProcess one = HostProcess.Start("count-up", _directory.Path, "number", "40");
        using HostProcess two = HostProcess.Start("count-up", _directory.Path, "number", "40");
        one.Expect("ready");
        two.Expect("ready");
        one.GoOn();
        two.GoOn();
        one.Expect("done");
        two.Expect("done");
        Assert.Equal("80", Encoding.UTF8.GetString(_backend.Read("number")!.Content));
    }

    [Fact]
    public void The_next_opening_removes_what_a_killed_process_left_unfinished_but_nothing_of_a_live_one()
    {
        using HostProcess killed = HostProcess.Start("begin-object", _directory.Path, "snapshots/killed");
        using HostProcess alive = HostProcess.Start("begin-object", _directory.Path, "snapshots/alive");
        killed.Expect("begun");
        alive.Expect("begun");
        killed.Kill();
        Assert.Equal(2, Unfinished.Count());
        Assert.Empty(_backend.List(""));

        _backend.Initialize();
        string left = Assert.Single(Unfinished);
        Assert.StartsWith("snapshots/alive.", left);
        alive.GoOn();
        alive.WaitForEnd();
        Assert.Empty(Unfinished);
    }

    private IEnumerable<string> Unfinished => _directory.Files.Where(file => file.EndsWith(".tmp", StringComparison.Ordinal));
}
