using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

/// <summary>A put of the manifest that certainly had no effect fails the step, and the store goes on as before.</summary>
public sealed class RefusedManifestTests
{
    private readonly MemoryBackend _memory = new();

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void A_compaction_fails_and_a_later_one_is_taken(string? agent) => Try(
        agent,
        store => store.Compact(),
        store => Assert.True(store.Compact().Taken));

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void An_archive_fails_and_a_later_one_is_made(string? agent) => Try(
        agent,
        store => store.Archive(record => record.IdText == "x", "s"),
        store => Assert.Equal(1, store.Archive(record => record.IdText == "x", "s").Records));

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void An_index_is_not_made_and_a_later_one_is(string? agent) => Try(
        agent,
        store => store.CreateIndex("status"),
        store =>
        {
            Assert.Empty(store.IndexedProperties);
            store.CreateIndex("status");
            Assert.Equal(["status"], store.IndexedProperties);
        });

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void An_undone_archive_stays_undone(string? agent)
    {
        using FaultyBackend backend = new(_memory);
        using OpsLogStore store = Open(backend, agent);
        store.Set("x", "{}");
        store.Archive(record => record.IdText == "x", "s");
        backend.Fail(StorageCall.Put, with: Refusal(), nth: 1);
        store.Undo();
        Assert.True(store.Contains("x"));
        store.Set("y", "{}");
        Assert.True(store.Compact().Taken);
    }

    private void Try(string? agent, Action<OpsLogStore> refused, Action<OpsLogStore> again)
    {
        using FaultyBackend backend = new(_memory);
        using (OpsLogStore store = Open(backend, agent))
        {
            store.Set("x", "{}");
            string[] before = Names();
            backend.Fail(StorageCall.Put, with: Refusal());
            Assert.True(Assert.Throws<StorageException>(() => refused(store)).HadNoEffect);
            Assert.Equal(before, Names());
            store.Set("y", "{}");
            again(store);
            store.Set("z", "{}");
        }

        Assert.DoesNotContain(StoreCheck.Run(_memory), finding => finding.Severity == FindingSeverity.Error);
        using OpsLogStore reopened = Open(_memory, agent);
        Assert.True(reopened.Contains("y") && reopened.Contains("z"));
    }

    private string[] Names() => [.. _memory.List("").Select(stored => stored.Name)];

    private static StorageException Refusal() => new("write", "manifest.json", new IOException("It is in use.")) { HadNoEffect = true };

    private static OpsLogStore Open(IStorageBackend backend, string? agent) =>
        OpsLogStore.Open(backend, new OpsLogStoreOptions { Agent = agent, CheckpointOnClose = CheckpointOnClose.Never });
}
