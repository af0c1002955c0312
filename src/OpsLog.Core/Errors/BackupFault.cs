namespace OpsLog.Core.Errors;

/// <summary>Why a backup was not made, or why a folder is not a backup.</summary>
public enum BackupFault
{
    /// <summary>The destination contains files; a backup never overwrites files.</summary>
    DestinationNotEmpty,

    /// <summary>The destination is the store itself, or is inside it.</summary>
    DestinationInsideStore,

    /// <summary>The store was changed during each attempt to copy it.</summary>
    StoreKeptChanging,

    /// <summary>A folder with an unfinished backup was opened as a store.</summary>
    Unfinished,

    /// <summary>The copy does not contain what was read from the store.</summary>
    NotVerified,

    /// <summary>The backup failed, and the incomplete copy could not be removed.</summary>
    NotRemoved,
}
