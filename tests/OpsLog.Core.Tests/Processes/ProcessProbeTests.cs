using System.Diagnostics;
using OpsLog.Core.Processes;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Processes;

public sealed class ProcessProbeTests
{
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
}
