namespace OpsLog.Core.Errors;

/// <summary>Why a backup was not made, or is none.</summary>
public enum BackupFault
{
    /// <summary>The destination holds files; a backup never goes over them.</summary>
    DestinationNotEmpty,

    /// <summary>The destination is the store itself, or lies within it.</summary>
    DestinationInsideStore,

    /// <summary>The store was changed again and again in the moments that count.</summary>
    StoreKeptChanging,

    /// <summary>A place was opened as a store that holds a backup somebody began and did not finish.</summary>
    Unfinished,

    /// <summary>The copy is not what was read from the store.</summary>
    NotVerified,

    /// <summary>It failed, and what had been copied by then could not be removed.</summary>
    NotRemoved,
}
