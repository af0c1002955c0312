using OpsLog.Core.Storage;
using OpsLog.Core.Storage.Files;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Storage;

public sealed class StaleTemporariesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_new_name_differs_from_the_name_of_an_object()
    {
        string name = FileLayout.NewTemporary("snapshots/snap-1.jsonl");
        Assert.True(FileLayout.TryParseTemporary(name, out int pid));
        Assert.Equal(Environment.ProcessId, pid);
        Assert.False(FileLayout.IsObject(name));
        Assert.NotEqual(name, FileLayout.NewTemporary("snapshots/snap-1.jsonl"));
    }

    [Theory]
    [InlineData("a.tmp")]
    [InlineData("a.1.tmp")]
    [InlineData("a.1-2-3.tmp")]
    [InlineData("a.x-0123abcd-0123abcd.tmp")]
    [InlineData("a.1-0123abcd-0123ABCD.tmp")]
    [InlineData("a.1-0123abcd-0123abcd.json")]
    public void Other_peoples_files_are_left_alone(string name)
    {
        Assert.False(FileLayout.TryParseTemporary(name, out _));
        Write(name, age: TimeSpan.FromDays(9));
        StaleTemporaries.Remove(_directory.Path);
        Assert.Equal([name], _directory.Files);
    }

    [Fact]
    public void A_dead_process_on_this_host_can_not_be_writing()
    {
        string mine = FileLayout.NewTemporary("a");
        string dead = mine.Replace($".{Environment.ProcessId}-", $".{int.MaxValue}-");
        Write(mine, TimeSpan.Zero);
        Write(dead, TimeSpan.Zero);
        StaleTemporaries.Remove(_directory.Path);
        Assert.Equal([mine], _directory.Files);
    }

    [Fact]
    public void A_process_on_another_host_is_given_a_day()
    {
        string recent = $"a.{int.MaxValue}-00000000-00000001.tmp";
        Write(recent, TimeSpan.FromHours(23));
        Write($"a.{int.MaxValue}-00000000-00000002.tmp", TimeSpan.FromHours(25));
        StaleTemporaries.Remove(_directory.Path);
        Assert.Equal([recent], _directory.Files);
    }

    [Fact]
    public void A_file_that_a_process_has_open_is_not_abandoned_though_the_clock_was_set_forward()
    {
        IStorageBackend backend = new FileSystemBackend(_directory.Path);
        using IObjectWriter writer = backend.CreateObject("a");
        writer.Write("x"u8);
        File.SetLastWriteTimeUtc(_directory[_directory.Files.Single()], DateTime.UtcNow.AddDays(-9));
        backend.Initialize();
        writer.Complete();
        Assert.NotNull(backend.Find("a"));
    }

    [CommandFact("unshare", "-pf", "--mount-proc")]
    public void A_file_of_a_process_in_another_process_namespace_is_not_abandoned()
    {
        IStorageBackend backend = new FileSystemBackend(_directory.Path);
        backend.Initialize();
        using IObjectWriter writer = backend.CreateObject("snapshots/a");
        writer.Write("x"u8);
        using HostProcess other = HostProcess.StartUnder(["unshare", "-pf", "--mount-proc", "--kill-child"], "command-store", _directory.Path);
        other.Expect("ready");
        Assert.Equal("done", other.Ask("open"));
        writer.Complete();
        Assert.NotNull(backend.Find("snapshots/a"));
    }

    private void Write(string name, TimeSpan age)
    {
        File.WriteAllText(_directory[name], "x");
        File.SetLastWriteTimeUtc(_directory[name], DateTime.UtcNow - age);
    }
}
