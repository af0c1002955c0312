using OpsLog.Core.Storage.Files;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Storage;

public sealed class LocalDiskTests
{
    [SystemFact(notUnderWine: "takes the type of a file system from its configuration")]
    public void A_temporary_directory_is_on_one() => Assert.True(LocalDisk.Contains(Path.GetTempPath()));

    [Fact]
    public void A_directory_that_does_not_exist_is_on_none() => Assert.False(LocalDisk.Contains(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "none")));

    [SystemFact(onlyOnWindows: true)]
    public void A_share_is_on_none() => Assert.False(LocalDisk.Contains(@"\\server\share\store"));
}
