namespace OpsLog.PowerShell.Errors;

/// <summary>What is refused before the engine is asked. The name is the error id.</summary>
internal enum CommandFault
{
    /// <summary>No store was named and none is open.</summary>
    NoOpenStore,

    /// <summary>A cmdlet that can't be part of a batch was called in one.</summary>
    NotInBatch,

    /// <summary>A batch was begun within another one of the same store.</summary>
    NestedBatch,

    /// <summary>A path of another provider than the file system.</summary>
    PathNotFileSystem,

    /// <summary>A path with wildcards that names none or several.</summary>
    PathAmbiguous,

    /// <summary>A path of another operating system, or with a null character.</summary>
    PathNotSupported,

    /// <summary>Two forms of output at once.</summary>
    ConflictingForms,

    /// <summary>A store was to be opened read-only and as an agent.</summary>
    ReadOnlyAgent,

    /// <summary>A single writer was to watch what others write.</summary>
    NothingToWatch,

    /// <summary>A migration returned no record, or several.</summary>
    MigrationResult,

    /// <summary>A store was backed up, and the check of the copy found damage.</summary>
    DamageCopied,
}
