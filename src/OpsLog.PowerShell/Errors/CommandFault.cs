namespace OpsLog.PowerShell.Errors;

/// <summary>What is refused before the engine is called. The name is the error id.</summary>
internal enum CommandFault
{
    /// <summary>No store was specified and none is open.</summary>
    NoOpenStore,

    /// <summary>A cmdlet that can't be part of a batch was called in a batch.</summary>
    NotInBatch,

    /// <summary>A batch was begun in another batch of the same store.</summary>
    NestedBatch,

    /// <summary>A command in a batch has a comment of its own.</summary>
    CommentInBatch,

    /// <summary>A path of another provider than the file system.</summary>
    PathNotFileSystem,

    /// <summary>A path whose wildcards do not match exactly one folder.</summary>
    PathAmbiguous,

    /// <summary>A path of another operating system, or with a null character.</summary>
    PathNotSupported,

    /// <summary>Two output forms were requested.</summary>
    ConflictingForms,

    /// <summary>Parameters that exclude each other were used together.</summary>
    ConflictingParameters,

    /// <summary>A store was opened with -ReadOnly and -Agent.</summary>
    ReadOnlyAgent,

    /// <summary>A single writer tried to watch the store.</summary>
    NothingToWatch,

    /// <summary>No archive segment was specified to restore records from.</summary>
    NoSegment,

    /// <summary>A filter by a property has no operator, or several.</summary>
    FilterOperator,

    /// <summary>A text that identifies no step of the log.</summary>
    NotAStep,

    /// <summary>An operation that removed its record was to be restored.</summary>
    NoVersion,

    /// <summary>Two inputs have the same id.</summary>
    DuplicateId,

    /// <summary>Nothing was piped to a synchronisation.</summary>
    EmptyInput,

    /// <summary>A record is not in the scope of its synchronisation.</summary>
    OutOfScope,

    /// <summary>An index of the id of the records was to be created.</summary>
    IndexOfId,

    /// <summary>A value that is neither text nor bytes was to be a blob.</summary>
    BlobContent,

    /// <summary>The content of a blob is too large for an object in memory.</summary>
    BlobTooLarge,

    /// <summary>A blob was to be copied to a file that exists.</summary>
    FileExists,

    /// <summary>A migration returned no record, or several.</summary>
    MigrationResult,

    /// <summary>The script block of -Segment failed, or returned no segment.</summary>
    SegmentScript,

    /// <summary>A store was backed up, and the check of the copy found damage.</summary>
    DamageCopied,
}
