namespace OpsLog.Core.Storage;

/// <summary>What a <see cref="StrayEntry"/> is.</summary>
public enum StrayKind
{
    /// <summary>An unfinished file whose writer is gone; the next opening for writing removes it.</summary>
    Unfinished,

    /// <summary>An unfinished file that somebody may be writing still, here or on another host.</summary>
    InProgress,

    /// <summary>The name that a holder of a lock left, who is gone.</summary>
    LockMark,

    /// <summary>The like, in which no name can be read.</summary>
    InvalidLockMark,

    /// <summary>What is no file where only files belong: a directory, a link to nowhere, a pipe, socket or device.</summary>
    NotAFile,

    /// <summary>A folder that can't be looked into.</summary>
    Unreadable,

    /// <summary>A file among the locks that is none.</summary>
    Unknown,
}
