using System.Diagnostics;
using OpsLog.Core.Processes;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Processes;

public sealed class ProcessProbeTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Fact]
    public void This_process_is_alive() => Assert.True(ProcessProbe.MayBeAlive(Environment.ProcessId, DateTime.UtcNow));

    [Fact]
    public void A_process_younger_than_what_it_is_said_to_have_written_is_another_one()
    {
        using Process self = Process.GetCurrentProcess();
        DateTime before = self.StartTime.ToUniversalTime() - TimeSpan.FromMinutes(1);
        Assert.False(ProcessProbe.MayBeAlive(Environment.ProcessId, before));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void An_unused_process_id_is_dead(int pid) => Assert.False(ProcessProbe.MayBeAlive(pid, DateTime.UtcNow));

    [Fact]
    public void A_killed_process_is_dead()
    {
        using var directory = new TemporaryDirectory();
        using HostProcess host = HostProcess.Start("hold-lock", directory.Path, "x", "me");
        host.Expect("held");
        Assert.True(ProcessProbe.MayBeAlive(host.Id, DateTime.UtcNow));
        host.Kill();
        Assert.False(ProcessProbe.MayBeAlive(host.Id, DateTime.UtcNow));
    }

    [SystemFact(notOnWindows: "an ended process has no id")]
    public void An_ended_process_that_its_parent_has_not_reaped_is_dead()
    {
        // The shell starts a child and becomes a program that never waits for one, before the child ends.
        ProcessStartInfo start = new("sh", ["-c", "sleep 0.5 & echo $!; exec sleep 600"]) { RedirectStandardOutput = true };
        using Process parent = Process.Start(start)!;
        try
        {
            int pid = int.Parse(parent.StandardOutput.ReadLine()!);
            Assert.True(SpinWait.SpinUntil(() => !ProcessProbe.MayBeAlive(pid, DateTime.UtcNow), s_patience));

            // Its id still exists, so only its state shows that it has ended.
            using Process ended = Process.GetProcessById(pid);
            Assert.Equal(pid, ended.Id);
        }
        finally
        {
            parent.Kill();
        }
    }
}
