namespace OpsLog.Core.Store;

/// <summary>The kinds of work whose duration grows with the store.</summary>
public enum StoreWork
{
    /// <summary>The snapshot is read. Progress counts bytes.</summary>
    ReadSnapshot,

    /// <summary>A log is read and applied. Progress counts bytes.</summary>
    ReadLog,

    /// <summary>Records are migrated to a newer schema version. Progress counts records.</summary>
    MigrateRecords,

    /// <summary>A checkpoint writes a snapshot. Progress counts records.</summary>
    WriteSnapshot,
}
