using OpsLog.Core.Maintenance;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Blobs;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Maintenance;

public sealed class BackupOfBlobsTests
{
    private readonly MemoryBackend _disk = new();
    private readonly MemoryBackend _copy = new("copy");

    [Fact]
    public void Blobs_are_copied_and_verified_as_they_are_when_the_logs_have_been_copied()
    {
        FaultyBackend source = new(_disk.Share());
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        _disk.Put("blobs/doc/my file", "1"u8, PutCondition.None);
        _disk.Put("elsewhere/x", "1"u8, PutCondition.None);
        store.WriteBlob("kept", "1");
        store.WriteBlob("replaced", "1");
        store.WriteBlob("removed", "1");

        // A writer continues between the copies of the blobs and of the logs.
        bool isBegun = false;
        source.Before = (call, name) =>
        {
            if (call == StorageCall.OpenRead && name.StartsWith("ops/", StringComparison.Ordinal) && !isBegun)
            {
                isBegun = true;
                store.WriteBlob("replaced", "2");
                store.WriteBlob("added", "2");
                store.RemoveBlob("removed");
            }
        };
        BackupResult result = StoreBackup.Run(source, _copy);
        Assert.True(isBegun);
        Assert.Empty(result.Findings);
        using OpsLogStore copy = OpsLogStore.Open(_copy);
        Assert.Equal(["added", "doc/my file", "kept", "removed", "replaced"], copy.BlobNames());
        Assert.Equal("2", copy.BlobText("replaced"));
        Assert.Equal("1", copy.BlobText("doc/my file"));
        Assert.Null(_copy.Find("elsewhere/x"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no manifest")]
    public void Blobs_of_a_store_whose_manifest_is_damaged_are_copied(string? manifest)
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share()))
        {
            store.Set("id", "{}"u8);
            store.WriteBlob("a", "1");
        }

        _disk.Delete(StoreLayout.Manifest);
        if (manifest is not null)
        {
            _disk.Put(StoreLayout.Manifest, System.Text.Encoding.UTF8.GetBytes(manifest), PutCondition.None);
        }

        StoreBackup.Run(_disk, _copy);
        Assert.Equal("1"u8, _copy.Read("blobs/a")!.Content);
    }

    [Fact]
    public void A_backup_that_fails_leaves_no_folder_of_blobs()
    {
        using TemporaryDirectory directory = new();
        using (OpsLogStore store = OpsLogStore.Open(directory["store"]))
        {
            store.WriteBlob("a", "1");
        }

        Directory.CreateDirectory(directory["store/blobs/doc/deep"]);
        File.WriteAllText(directory["store/blobs/doc/deep/b"], "2");
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => StoreBackup.Run(
            directory["store"], directory["copy"], null, new BackupListener(step => StopAt(step.File)), stop.Token));
        Assert.False(Directory.Exists(directory["copy"]));
        StoreBackup.Run(directory["store"], directory["copy"]);
        Assert.Equal("2", File.ReadAllText(directory["copy/blobs/doc/deep/b"]));

        void StopAt(string file)
        {
            if (file == "blobs/doc/deep/b")
            {
                stop.Cancel();
            }
        }
    }
}
