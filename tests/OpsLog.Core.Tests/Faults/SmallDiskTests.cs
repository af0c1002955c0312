namespace OpsLog.Core.Tests.Faults;

public sealed class SmallDiskTests
{
    [Fact]
    public void Where_there_is_no_mount_there_is_no_small_disk_and_no_error() => Assert.False(SmallDisk.Run("no-such-mount", "-t", "tmpfs"));
}
