namespace OpsLog.Core.Storage;

/// <summary>The kind of a <see cref="StrayEntry"/>.</summary>
public enum StrayKind
{
    /// <summary>An unfinished file whose process has ended; the next opening for writing removes it.</summary>
    Unfinished,

    /// <summary>An unfinished file that a process, on this host or another one, may still be writing.</summary>
    InProgress,

    /// <summary>The name of a lock holder whose process has ended.</summary>
    LockMark,

    /// <summary>The same, but the name can't be read.</summary>
    InvalidLockMark,

    /// <summary>Not a file, in a folder for files: a directory, a link to a file that does not exist, a pipe, socket or device.</summary>
    NotAFile,

    /// <summary>An entry that can't be read.</summary>
    Unreadable,

    /// <summary>A file in the folder of locks that does not belong to a lock, or one whose name is not valid in the folder of blobs.</summary>
    Unknown,
}
