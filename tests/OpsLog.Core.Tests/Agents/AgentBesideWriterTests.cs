using System.Diagnostics;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Storage.Files;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Agents;

/// <summary>A single writer and agents never have a store together: the lock of the operating system decides, whatever the marker says.</summary>
public sealed class AgentBesideWriterTests : IDisposable
{
    private static readonly OpsLogStoreOptions s_fast = new() { Durability = Durability.OperatingSystem };
    private static readonly OpsLogStoreOptions s_agent = s_fast with { Agent = "a" };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("deleted")]
    [InlineData("emptied")]
    [InlineData("written before the process began, by a clock set forward")]
    [InlineData("another's")]
    public void An_agent_is_refused_beside_a_live_writer_whose_marker_was(string what)
    {
        using HostProcess writer = HostProcess.Start("command-store", _directory.Path);
        writer.Expect("ready");
        Assert.Equal("done", writer.Ask("open"));
        Assert.Equal("done", writer.Ask("set before"));
        Spoil(_directory[".lock"], what);

        StoreLockedException refused = Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(_directory.Path, s_agent));
        Assert.Equal(writer.Id, refused.Holder!.ProcessId);
        Assert.Equal("done", writer.Ask("set after"));
        Assert.Equal("done", writer.Ask("close"));
        using OpsLogStore store = OpsLogStore.Open(_directory.Path, s_agent);
        Assert.Equal(["after", "before"], store.StateById().Keys);
    }

    [CommandFact("unshare", "-pf", "--mount-proc")]
    public void An_agent_in_another_process_namespace_is_refused_beside_a_live_writer()
    {
        using OpsLogStore writer = OpsLogStore.Open(_directory.Path, s_fast);
        writer.Set("before", "{}");
        using HostProcess agent = HostProcess.StartUnder(["unshare", "-pf", "--mount-proc", "--kill-child"], "command-store", _directory.Path);
        agent.Expect("ready");
        Assert.StartsWith("StoreLockedException", agent.Ask("open-as a"));
        writer.Set("after", "{}");
        writer.Close();
        Assert.Equal("done", agent.Ask("open-as a"));
        Assert.Equal("done", agent.Ask("close"));
        using OpsLogStore store = OpsLogStore.Open(_directory.Path, s_fast);
        Assert.Equal(["after", "before"], store.StateById().Keys);
    }

    [Fact]
    public void A_writer_is_refused_beside_a_live_agent_that_the_manifest_does_not_name()
    {
        using HostProcess agent = HostProcess.Start("command-store", _directory.Path);
        agent.Expect("ready");
        Assert.Equal("done", agent.Ask("open-as a"));
        Assert.Equal("done", agent.Ask("set x"));

        // As after a compaction by an agent of the npm package.
        string manifest = System.Text.RegularExpressions.Regex.Replace(
            SharedFile.ReadAllText(_directory["manifest.json"]).TrimEnd(), "\"activeAgentOps\":{[^}]*},|,\"crc\":\"[^\"]*\"", "");
        File.WriteAllText(_directory["manifest.json"], manifest);

        StoreLockedException refused = Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(_directory.Path, s_fast));
        Assert.Contains("agent 'a'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Looks_at_the_lock_make_no_starting_writer_fail()
    {
        OpsLogStore.Open(_directory.Path, s_fast).Dispose();
        using CancellationTokenSource enough = new();
        Thread[] looks = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
        {
            IStorageBackend backend = new FileSystemBackend(_directory.Path);
            while (!enough.IsCancellationRequested)
            {
                backend.IsLocked("writer", out byte[]? _);
            }
        }))];
        Array.ForEach(looks, look => look.Start());
        try
        {
            for (int opening = 0; opening < 300; opening++)
            {
                long began = Stopwatch.GetTimestamp();
                try
                {
                    OpsLogStore.Open(_directory.Path, s_fast).Dispose();
                }
                catch (StoreLockedException) when (Stopwatch.GetElapsedTime(began) > OsLock.LongestCheck)
                {
                    // A busy machine can suspend a thread for longer while it checks.
                }
            }
        }
        finally
        {
            enough.Cancel();
            Array.ForEach(looks, look => look.Join());
        }
    }

    [Fact]
    public async Task A_lock_timeout_waits_for_agents_and_single_writers()
    {
        OpsLogStore writer = OpsLogStore.Open(_directory.Path, s_fast);
        Task<OpsLogStore> waiting = Task.Run(() => OpsLogStore.Open(_directory.Path, s_agent with { LockTimeout = TimeSpan.FromMinutes(1) }));
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(200)));
        writer.Close();
        using (OpsLogStore agent = await waiting)
        {
            agent.Set("x", "{}");
            waiting = Task.Run(() => OpsLogStore.Open(_directory.Path, s_fast with { LockTimeout = TimeSpan.FromMinutes(1) }));
            Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(200)));
        }

        using OpsLogStore last = await waiting;
        Assert.Equal(["x"], last.StateById().Keys);
    }

    [Fact]
    public void A_lock_timeout_that_is_used_up_is_not_advised()
    {
        using OpsLogStore writer = OpsLogStore.Open(_directory.Path, s_fast);
        foreach (OpsLogStoreOptions options in (OpsLogStoreOptions[])[s_fast, s_agent])
        {
            Assert.Contains("specify -LockTimeout", Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(_directory.Path, options)).Message);
            string waited = Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(_directory.Path, options with { LockTimeout = TimeSpan.FromMilliseconds(50) })).Message;
            Assert.DoesNotContain("specify -LockTimeout", waited);
            Assert.Contains("-LockTimeout of 0.05 s", waited);
        }
    }

    [Fact]
    public void Of_a_writer_and_an_agent_that_open_at_one_moment_never_both_are_let_in()
    {
        for (int round = 0; round < 50; round++)
        {
            OpsLogStore?[] stores = new OpsLogStore?[2];
            RunThreads.AtOnce(2, number =>
            {
                try
                {
                    stores[number] = OpsLogStore.Open(_directory.Path, number == 0 ? s_fast : s_agent);
                }
                catch (StoreLockedException)
                {
                }
            });
            Assert.Single(stores, store => store is not null);
            Array.ForEach(stores, store => store?.Close());
        }
    }

    private static void Spoil(string marker, string what)
    {
        switch (what)
        {
            case "deleted":
                File.Delete(marker);
                break;
            case "emptied":
                File.WriteAllText(marker, "");
                File.SetLastWriteTimeUtc(marker, DateTime.UtcNow.AddMinutes(-1));
                break;
            case "another's":
                File.WriteAllText(marker, int.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            default:
                File.SetLastWriteTimeUtc(marker, DateTime.UtcNow.AddHours(-1));
                break;
        }
    }
}
