using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

public sealed class MemoryContractTests : StorageContractTests
{
    private readonly MemoryBackend _backend = new();

    protected override IStorageBackend Backend => _backend;

    protected override IStorageBackend OpenAgain() => _backend.Share();

    public override void Dispose() => _backend.Dispose();
}
