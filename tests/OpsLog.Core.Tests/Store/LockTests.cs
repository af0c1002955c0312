using System.Diagnostics;
using System.Globalization;
using OpsLog.Core.Errors;
using OpsLog.Core.Processes;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store;

public class LockTests
{
    [Fact]
    public void A_second_writer_is_refused_and_the_error_contains_the_holder()
    {
        using TemporaryDirectory directory = new();
        using OpsLogStore first = OpsLogStore.Open(directory.Path);
        StoreLockedException error = Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(directory.Path));
        Assert.Equal(Environment.ProcessId, error.Holder!.ProcessId);
        Assert.Equal(Environment.MachineName, error.Holder.Host);
        Assert.Contains($"process {Environment.ProcessId}", error.Message);
        Assert.Contains(directory.Path, error.Message);
        first.Set("a", "{}");
        using OpsLogStore reader = OpsLogStore.Open(directory.Path, new() { ReadOnly = true });
        Assert.Equal(1, reader.Count);
    }

    [Fact]
    public void The_marker_contains_the_process_on_its_first_line_and_is_removed_with_the_lock()
    {
        using TemporaryDirectory directory = new();
        using (OpsLogStore.Open(directory.Path))
        {
            Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), SharedFile.ReadLines(directory[".lock"]).First());
        }

        Assert.False(File.Exists(directory[".lock"]));
    }

    [Fact]
    public void A_lock_timeout_waits_for_the_store_and_no_longer()
    {
        using TemporaryDirectory directory = new();
        OpsLogStore first = OpsLogStore.Open(directory.Path);
        Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(directory.Path, new() { LockTimeout = TimeSpan.FromMilliseconds(60) }));
        Thread closer = new(() =>
        {
            Thread.Sleep(100);
            first.Close();
        });
        closer.Start();
        using OpsLogStore second = OpsLogStore.Open(directory.Path, new() { LockTimeout = TimeSpan.FromSeconds(30) });
        Assert.True(second.IsOpen);
        closer.Join();
    }

    [Theory]
    [InlineData("")]
    [InlineData("4194305")]
    public void A_wait_for_the_marker_ends_when_it_is_cancelled(string marker)
    {
        using TemporaryDirectory directory = new();
        OpsLogStore.Open(directory.Path).Close();

        // An empty marker is waited for 3 s, and the place of a stale one for 100 ms, which a busy machine can let pass
        // before it cancels.
        TimeSpan waited = TimeSpan.Zero;
        Assert.Contains(Enumerable.Range(0, 10), _ => IsCancelled(directory, marker, out waited));
        Assert.True(waited < TimeSpan.FromSeconds(2), $"It took {waited}.");
        if (marker.Length > 0)
        {
            Assert.False(File.Exists(directory[".lock"]));
        }
    }

    /// <summary>Whether an opening beside a marker is cancelled after 20 ms.</summary>
    private static bool IsCancelled(TemporaryDirectory directory, string marker, out TimeSpan waited)
    {
        File.WriteAllText(directory[".lock"], marker);
        using CancellationTokenSource soon = new();
        Thread canceller = new(() =>
        {
            Thread.Sleep(20);
            soon.Cancel();
        });
        canceller.Start();
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            OpsLogStore.Open(directory.Path, cancellation: soon.Token).Close();
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        finally
        {
            waited = watch.Elapsed;
            canceller.Join();
        }
    }

    [Fact]
    public void Waiting_for_a_lock_can_be_cancelled()
    {
        using TemporaryDirectory directory = new();
        using OpsLogStore first = OpsLogStore.Open(directory.Path);
        using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(
            () => OpsLogStore.Open(directory.Path, new() { LockTimeout = TimeSpan.FromMinutes(5) }, soon.Token));
    }

    [SystemFact(notOnWindows: "no process has the id 1")]
    public void A_marker_of_another_programs_process_that_lives_is_respected()
    {
        using TemporaryDirectory directory = new();
        OpsLogStore.Open(directory.Path).Dispose();
        File.WriteAllText(directory[".lock"], "1");
        StoreLockedException error = Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(directory.Path));
        Assert.Equal(1, error.Holder!.ProcessId);
        Assert.True(File.Exists(directory[".lock"]));
    }

    [Theory]
    [InlineData("2147483646")]
    [InlineData("no number")]
    [InlineData("")]
    public void A_marker_without_a_process_is_stale(string marker)
    {
        using TemporaryDirectory directory = new();
        OpsLogStore.Open(directory.Path).Dispose();
        File.WriteAllText(directory[".lock"], marker);
        OpsLogStore.Open(directory.Path).Dispose();
        Assert.False(File.Exists(directory[".lock"]));
    }

    [Fact]
    public void A_marker_older_than_the_process_that_now_has_its_id_is_stale()
    {
        using TemporaryDirectory directory = new();
        OpsLogStore.Open(directory.Path).Dispose();
        File.WriteAllText(directory[".lock"], "1");
        File.SetLastWriteTimeUtc(directory[".lock"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        OpsLogStore.Open(directory.Path).Dispose();
    }

    [Theory]
    [InlineData("elsewhere")]
    [InlineData("#")]
    public void A_marker_of_ours_is_stale_once_the_lock_is_had(string host)
    {
        using TemporaryDirectory directory = new();
        OpsLogStore.Open(directory.Path).Dispose();
        string marker = $$"""{"process":"pwsh","host":"{{host}}","user":"ann","since":"2026-01-01T00:00:00.000Z"}""";
        File.WriteAllText(directory[".lock"], $"1\n{marker.Replace("#", Environment.MachineName, StringComparison.Ordinal)}\n");
        OpsLogStore.Open(directory.Path, new() { Agent = "a" }).Dispose();
        OpsLogStore.Open(directory.Path).Dispose();
        Assert.False(File.Exists(directory[".lock"]));
    }

    [CommandFact("unshare", "-u")]
    public void After_a_kill_a_container_with_a_new_host_name_opens_its_store_again()
    {
        using TemporaryDirectory directory = new();
        using (HostProcess container = HostProcess.StartUnder(["unshare", "-u", "sh", "-c", "hostname opslog-test && exec \"$@\"", "sh"], "command-store", directory.Path))
        {
            container.Expect("ready");
            Assert.Equal("done", container.Ask("open"));
            Assert.Equal("done", container.Ask("set x"));
            Assert.Contains("opslog-test", SharedFile.ReadAllText(directory[".lock"]), StringComparison.Ordinal);
            container.Kill();
        }

        using OpsLogStore store = OpsLogStore.Open(directory.Path);
        Assert.Equal(["x"], store.StateById().Keys);
    }

    [Fact]
    public void A_process_with_the_same_id_on_another_host_is_another_process()
    {
        LockHolder self = LockHolder.Current();
        Assert.True(self.IsThisProcess);
        Assert.True((self with { Host = "renamed", BootId = self.BootId.Length > 0 ? self.BootId : "" }).IsThisProcess == (self.BootId.Length > 0));
        Assert.False((self with { Host = "elsewhere", BootId = "another" }).IsThisProcess);
        Assert.Equal(self.BootId.Length == 0, (self with { ProcessNamespace = "pid:[1]", BootId = "another" }).IsThisProcess);
    }

    [Fact]
    public void Closing_deletes_no_marker_but_its_own()
    {
        using TemporaryDirectory directory = new();
        using (OpsLogStore.Open(directory.Path))
        {
            File.WriteAllText(directory[".lock"], "1");
        }

        Assert.Equal("1", SharedFile.ReadAllText(directory[".lock"]));
    }

    [Fact]
    public void An_empty_marker_is_one_that_is_being_written_however_old_it_seems()
    {
        using TemporaryDirectory directory = new();
        OpsLogStore.Open(directory.Path).Dispose();
        string marker = directory[".lock"];
        File.WriteAllText(marker, "");
        File.SetLastWriteTimeUtc(marker, DateTime.UtcNow.AddMinutes(-1));
        int looks = 0;
        FaultyBackend backend = new(new FileSystemBackend(directory.Path))
        {
            Before = (call, name) =>
            {
                if (call == StorageCall.Read && name == ".lock" && ++looks == 2)
                {
                    File.WriteAllText(marker, $"{Environment.ProcessId}");
                }
            },
        };
        Assert.Equal(Environment.ProcessId, Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(backend)).Holder!.ProcessId);
    }

    [Fact]
    public void A_marker_that_another_program_deletes_for_the_stale_one_before_it_is_no_claim()
    {
        using TemporaryDirectory directory = new();
        OpsLogStore.Open(directory.Path).Dispose();
        string marker = directory[".lock"];
        File.WriteAllText(marker, "2147483646");

        // The npm package reads the stale one, deletes what has its name by then, which is ours, and puts its own.
        using HostProcess other = HostProcess.Start("command-store", directory["other"]);
        other.Expect("ready");
        string theirs = other.Id.ToString(CultureInfo.InvariantCulture);
        FaultyBackend backend = new(new FileSystemBackend(directory.Path))
        {
            Before = (_, _) =>
            {
                if (File.Exists(marker) && SharedFile.ReadLines(marker).First() == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
                {
                    File.Delete(marker);
                    File.WriteAllText(marker, theirs);
                }
            },
        };
        Assert.Equal(other.Id, Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(backend)).Holder!.ProcessId);
        Assert.Equal(theirs, SharedFile.ReadAllText(marker));
    }
}
