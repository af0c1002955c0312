using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

/// <summary>Snapshots without a checksum whose records only the npm package takes.</summary>
public sealed class ForeignRecordTests
{
    [Theory]
    [InlineData("{\"id\":\"x\",\"data\":5}")]
    [InlineData("{\"id\":\"x\",\"data\":null}")]
    [InlineData("{\"id\":\"x\"}")]
    [InlineData("{\"id\":5,\"data\":{}}")]
    [InlineData("{\"id\":\"\",\"data\":{}}")]
    [InlineData("{\"data\":{}}")]
    public void A_line_that_the_package_can_write_is_skipped(string line)
    {
        using OpsLogStore store = Open(line, seal: false);
        Assert.Equal(["a"], store.State().Select(record => record.Key));
        Assert.All(store.Warnings, warning => Assert.Equal(StoreWarningKind.SkippedRecord, warning.Kind));
        Assert.Equal(2, store.Warnings[0].Line);
        Assert.Throws<SnapshotException>(() => Open(line, seal: true));
    }

    [Theory]
    [InlineData("{\"id\":\"x\",\"dbta\":{}}")]
    [InlineData("{\"id\":\"x\",\"data\":5,\"clock\":3,\"agent\":\"a\"}")]
    [InlineData("{\"id\":\"x\",\"data\":5,\"data \":{}}")]
    [InlineData("[1]")]
    [InlineData("{\"id\":\"x\",\"data\":")]
    public void A_line_that_it_can_not_have_written_is_damage(string line)
    {
        Assert.Throws<SnapshotException>(() => Open(line, seal: false));
        Assert.Throws<SnapshotException>(() => Open(line, seal: true));
    }

    [Fact]
    public void In_a_snapshot_that_is_one_document_such_a_record_is_skipped_and_put_aside()
    {
        MemoryBackend disk = new MadeUpStore().Build();
        disk.Put(MadeUpStore.Snapshot, "{\"version\":1,\"timestamp\":\"2026-01-01\",\"records\":{\"a\":{},\"five\":5,\"\":{},\"b\":{}}}"u8.ToArray(), PutCondition.None);
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), MadeUpStore.Options);
        Assert.Equal(["a", "b"], store.State().Select(record => record.Key));
        string aside = Assert.Single(disk.List("snapshots/"), stored => stored.Name.Contains(".skipped-", StringComparison.Ordinal)).Name;
        Assert.Equal("{\"id\":\"five\",\"data\":5}\n{\"id\":\"\",\"data\":{}}\n"u8, disk.Read(aside)!.Content);
    }

    [Fact]
    public void Of_very_many_the_first_are_reported_and_the_others_counted()
    {
        string lines = string.Concat(Enumerable.Range(0, 5000).Select(i => $"{{\"id\":\"{i}\",\"data\":{i}}}\n"));
        using OpsLogStore store = OpsLogStore.Open(new MadeUpStore().WithSnapshot(lines).Build(), MadeUpStore.Options with { ReadOnly = true });
        Assert.Equal(SkippedRecords.MostReported + 1, store.Warnings.Count);
        Assert.Contains($"{5000 - SkippedRecords.MostReported:N0} more", store.Warnings[^1].Message, StringComparison.Ordinal);
    }

    private static OpsLogStore Open(string line, bool seal) =>
        OpsLogStore.Open(new MadeUpStore().WithSnapshot($"{line}\n{{\"id\":\"a\",\"data\":{{}}}}\n").Build(seal), MadeUpStore.Options);
}
