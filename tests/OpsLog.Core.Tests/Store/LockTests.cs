using System.Globalization;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

public class LockTests
{
    [Fact]
    public void A_second_writer_is_refused_and_told_who_has_the_store()
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
    public void The_marker_tells_other_programs_the_process_on_its_first_line_and_goes_with_the_lock()
    {
        using TemporaryDirectory directory = new();
        using (OpsLogStore.Open(directory.Path))
        {
            Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), File.ReadLines(directory[".lock"]).First());
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

    [Fact]
    public void Waiting_for_a_lock_can_be_cancelled()
    {
        using TemporaryDirectory directory = new();
        using OpsLogStore first = OpsLogStore.Open(directory.Path);
        using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(
            () => OpsLogStore.Open(directory.Path, new() { LockTimeout = TimeSpan.FromMinutes(5) }, soon.Token));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1\n{\"process\":\"init\",\"host\":\"#\",\"user\":\"root\",\"since\":\"2026-01-01T00:00:00.000Z\"}\n")]
    public void A_marker_of_a_process_that_lives_is_respected(string marker)
    {
        using TemporaryDirectory directory = new();
        OpsLogStore.Open(directory.Path).Dispose();
        File.WriteAllText(directory[".lock"], marker.Replace("#", Environment.MachineName, StringComparison.Ordinal));
        StoreLockedException error = Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(directory.Path));
        Assert.Equal(1, error.Holder!.ProcessId);
        Assert.True(File.Exists(directory[".lock"]));
    }

    [Theory]
    [InlineData("2147483646")]
    [InlineData("no number")]
    [InlineData("")]
    public void A_marker_that_no_process_stands_behind_is_stale(string marker)
    {
        using TemporaryDirectory directory = new();
        OpsLogStore.Open(directory.Path).Dispose();
        File.WriteAllText(directory[".lock"], marker);
        if (marker.Length == 0)
        {
            // A younger one may be about to get its content.
            File.SetLastWriteTimeUtc(directory[".lock"], DateTime.UtcNow.AddMinutes(-1));
        }

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

    [Fact]
    public void A_marker_from_another_host_is_respected_and_the_way_out_is_named()
    {
        using TemporaryDirectory directory = new();
        OpsLogStore.Open(directory.Path).Dispose();
        File.WriteAllText(directory[".lock"], "2147483646\n{\"process\":\"pwsh\",\"host\":\"elsewhere\",\"user\":\"ann\",\"since\":\"2026-01-01T00:00:00.000Z\"}\n");
        StoreLockedException error = Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(directory.Path));
        Assert.Contains("elsewhere", error.Message);
        Assert.Contains("delete the file '.lock'", error.Message);
    }
}
