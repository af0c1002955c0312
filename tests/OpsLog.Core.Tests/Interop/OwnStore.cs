using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Interop;

/// <summary>A store open on our side.</summary>
internal sealed class OwnStore(OpsLogStore store) : IStoreSide, IDisposable
{
    public OwnStore(string directory, CheckpointOnClose onClose = CheckpointOnClose.Never)
        : this(OpsLogStore.Open(directory, new OpsLogStoreOptions { Durability = Durability.OperatingSystem, CheckpointOnClose = onClose }))
    {
    }

    public OpsLogStore Store => store;

    public SortedDictionary<string, string> Records => store.StateById();

    public void Set(string id, string value) => StoreExtensions.Set(store, id, value);

    public void Delete(string id) => store.Delete(id);

    public void Batch(params (string Id, string? Value)[] changes) => store.Batch(batch =>
    {
        foreach ((string id, string? value) in changes)
        {
            if (value is null)
            {
                batch.Delete(id);
            }
            else
            {
                StoreExtensions.Set(batch, id, value);
            }
        }
    });

    public bool Undo() => store.EraseOrUndo().Count > 0;

    public void Compact() => store.Compact();

    public int Archive(string segment, params string[] ids) => store.Archive(record => ids.Contains(record.IdText), segment).Records;

    public SortedDictionary<string, string> Segment(string segment) => store.SegmentById(segment);

    public void Close() => store.Close();

    public void Dispose() => store.Dispose();
}
