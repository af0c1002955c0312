using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

public sealed class FileSystemContractTests : StorageContractTests
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FileSystemBackend _backend;

    public FileSystemContractTests()
    {
        _backend = new FileSystemBackend(_directory.Path);
        _backend.Initialize();
    }

    protected override IStorageBackend Backend => _backend;

    protected override IStorageBackend OpenAgain() => new FileSystemBackend(_directory.Path);

    public override void Dispose()
    {
        // Whatever a test did, conflicts and abandoned writers included, no unfinished file may be left.
        Assert.DoesNotContain(_directory.Files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
        _directory.Dispose();
    }
}
