using OpsLog.Core.Storage;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Reading;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Roles;

/// <summary>What all parts of one store object share.</summary>
/// <param name="Backend">Where the store is.</param>
/// <param name="Options">How it was opened.</param>
/// <param name="Condition">Whether it takes calls.</param>
/// <param name="Warnings">What was met.</param>
internal sealed record StoreContext(IStorageBackend Backend, OpsLogStoreOptions Options, StoreCondition Condition, WarningList Warnings)
{
    /// <summary>The feeds that follow what others write.</summary>
    public FeedList Feeds { get; } = new(new HeldLogs(Backend));

    /// <summary>The snapshots that are read on demand.</summary>
    public OpenSnapshots Snapshots { get; } = new();

    /// <summary>Where operations are in the logs.</summary>
    public LogIndexes Indexes { get; } = new(Backend, canWrite: !Options.ReadOnly);
}
