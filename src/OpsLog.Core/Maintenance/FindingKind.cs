using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;

namespace OpsLog.Core.Maintenance;

/// <summary>The kind of a <see cref="StoreFinding"/>. Names are stable: scripts can compare them.</summary>
public enum FindingKind
{
    /// <summary>A file or folder can't be read, or is not a regular file.</summary>
    Unreadable,

    /// <summary>The manifest is missing, although there is data.</summary>
    ManifestMissing,

    /// <summary>The manifest is malformed, lacks a field, or contains an invalid name.</summary>
    ManifestInvalid,

    /// <summary>A figure in the manifest does not match the files.</summary>
    ManifestFigures,

    /// <summary>The names of two agents or segments are the same file on Windows or macOS.</summary>
    AmbiguousName,

    /// <summary>A file that the manifest names is missing.</summary>
    FileMissing,

    /// <summary>The content of a file does not match its checksum.</summary>
    WrongChecksum,

    /// <summary>A file, or some of its lines, have no checksum, so that changes within a value can't be detected.</summary>
    NoChecksum,

    /// <summary>A snapshot's header or record line is malformed.</summary>
    SnapshotInvalid,

    /// <summary>A snapshot or segment contains an id twice.</summary>
    DuplicateRecord,

    /// <summary>A stamp, clock or horizon contradicts the others.</summary>
    InvalidStamp,

    /// <summary>A snapshot covers a log up to a place that is not between two of its steps.</summary>
    InvalidCoverage,

    /// <summary>A log contains operations that the state does not contain.</summary>
    LostOperations,

    /// <summary>A line of a log can't be read, or a batch in its middle is incomplete.</summary>
    LogDamage,

    /// <summary>A log is shorter than when it was last closed.</summary>
    LogShortened,

    /// <summary>The end of a log is incomplete, or its last batch is.</summary>
    TornTail,

    /// <summary>
    /// An agent's log contains an operation of another writer, or a single writer's log contains an operation of an
    /// agent.
    /// </summary>
    ForeignOperation,

    /// <summary>The timestamp of an operation is not a valid time.</summary>
    InvalidTimestamp,

    /// <summary>A key that neither this engine nor the npm package writes.</summary>
    UnknownKey,

    /// <summary>A reverse patch can't be applied to its record.</summary>
    InvalidPatch,

    /// <summary>The previous value in an operation differs from the value in the log.</summary>
    PreviousMismatch,

    /// <summary>A record of the snapshot differs from the result of the kept logs.</summary>
    SnapshotMismatch,

    /// <summary>An archive segment is malformed.</summary>
    SegmentInvalid,

    /// <summary>An archive segment that the manifest doesn't name.</summary>
    UnnamedSegment,

    /// <summary>A log with operations that is not named by the manifest and is not history.</summary>
    StrayLog,

    /// <summary>A snapshot that is neither the current one nor the previous one.</summary>
    UnnamedSnapshot,

    /// <summary>An index file whose snapshot or log does not exist.</summary>
    UnusedIndex,

    /// <summary>An index file that is damaged. Only speed depends on it.</summary>
    InvalidIndex,

    /// <summary>An unfinished file.</summary>
    UnfinishedFile,

    /// <summary>The torn end of a log that was set aside when the store was opened.</summary>
    TornFile,

    /// <summary>Invalid records of another program's snapshot that were set aside when the store was opened.</summary>
    SkippedRecords,

    /// <summary>A lock file whose holder has ended.</summary>
    StaleLock,

    /// <summary>A lock file that can't be read.</summary>
    InvalidLock,

    /// <summary>A file that is not part of the store.</summary>
    UnknownFile,

    /// <summary>More findings of one kind in one file, which are counted and not reported individually.</summary>
    MoreFindings,
}
