using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Locks;
using OpsLog.Core.Store.Roles;

namespace OpsLog.Core.Store.Opening;

/// <summary>
/// Opens a store for its only writer: lock, manifest, snapshot, log, repair of its end, in this order. Until then nothing
/// is written but a torn end moved away.
/// </summary>
internal static class WriterOpening
{
    public static SingleWriterRole Open(StoreContext context, CancellationToken cancellation)
    {
        IStorageBackend backend = context.Backend;
        backend.Initialize();
        WriterLock claim = WriterLock.Acquire(backend, new LockWait(context.Options.LockTimeout, cancellation));
        SingleWriterRole role;
        StoreLoad load;
        try
        {
            ManifestFile manifest = FreshStore.ReadOrCreate(backend, context.Options);
            backend.Settle();
            load = new StoreLoad(context, manifest, [], cancellation);
            LoadedStore loaded = load.Run();
            load.Repair(loaded, manifest.Manifest.ActiveOps);
            StrayLogs.Report(backend, manifest.Manifest.ActiveOps, context.Warnings.Add);
            load.ReportLost(loaded, among: null);
            role = new SingleWriterRole(context, loaded, claim);
        }
        catch
        {
            claim.Dispose();
            throw;
        }

        return OpenedStore.Begin(role, load.MustCheckpoint || role.State.IsShared);
    }
}
