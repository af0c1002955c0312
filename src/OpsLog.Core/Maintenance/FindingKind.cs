using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;

namespace OpsLog.Core.Maintenance;

/// <summary>What a <see cref="StoreFinding"/> is about. Names are stable: scripts may compare them.</summary>
public enum FindingKind
{
    /// <summary>A file or folder can't be read, or is no regular file.</summary>
    Unreadable,

    /// <summary>There is no manifest, though there is data.</summary>
    ManifestMissing,

    /// <summary>The manifest is malformed, lacks a field, or names what it may not.</summary>
    ManifestInvalid,

    /// <summary>A figure in the manifest doesn't agree with the files.</summary>
    ManifestFigures,

    /// <summary>Two agents or segments have names that are one file on Windows or macOS.</summary>
    AmbiguousName,

    /// <summary>A file is not there that the manifest names.</summary>
    FileMissing,

    /// <summary>The content of a file is not what its checksum was made of.</summary>
    WrongChecksum,

    /// <summary>A file, or lines of it, have no checksum, so that a change within a value can't be found.</summary>
    NoChecksum,

    /// <summary>A snapshot's header or record line is malformed.</summary>
    SnapshotInvalid,

    /// <summary>An id stands twice in a snapshot or segment.</summary>
    DuplicateRecord,

    /// <summary>A stamp, clock or horizon can't be right beside the others.</summary>
    InvalidStamp,

    /// <summary>A snapshot covers a log up to a place that is not between two steps of it.</summary>
    InvalidCoverage,

    /// <summary>A log holds operations that the state lacks.</summary>
    LostOperations,

    /// <summary>A line of a log can't be used, or a batch in its middle is not whole.</summary>
    LogDamage,

    /// <summary>A log is shorter than it was when it was last closed.</summary>
    LogShortened,

    /// <summary>The end of a log was cut short, or its last batch is not whole.</summary>
    TornTail,

    /// <summary>An agent's log holds an operation of somebody else, or a single writer's log one of an agent.</summary>
    ForeignOperation,

    /// <summary>An operation's timestamp is no time.</summary>
    InvalidTimestamp,

    /// <summary>A key that neither this engine nor the npm package writes.</summary>
    UnknownKey,

    /// <summary>A reverse patch can't be applied to its record.</summary>
    InvalidPatch,

    /// <summary>The record before, as an operation tells it, is not the one the log left.</summary>
    PreviousMismatch,

    /// <summary>A record of the snapshot is not what the kept logs left.</summary>
    SnapshotMismatch,

    /// <summary>An archive segment is malformed.</summary>
    SegmentInvalid,

    /// <summary>An archive segment that the manifest doesn't name.</summary>
    UnnamedSegment,

    /// <summary>A log with operations that no manifest names and that is no history.</summary>
    StrayLog,

    /// <summary>A snapshot that is neither the current one nor the one kept before it.</summary>
    UnnamedSnapshot,

    /// <summary>A file that somebody began and never finished.</summary>
    UnfinishedFile,

    /// <summary>The torn end of a log that an opening put aside.</summary>
    TornFile,

    /// <summary>Records of another program's snapshot that an opening could not use and put aside.</summary>
    SkippedRecords,

    /// <summary>A lock's mark whose holder is gone.</summary>
    StaleLock,

    /// <summary>A lock's mark that can't be read.</summary>
    InvalidLock,

    /// <summary>A file that is no part of the store.</summary>
    UnknownFile,

    /// <summary>Further findings of one kind in one file, which are counted and no longer told one by one.</summary>
    MoreFindings,
}
