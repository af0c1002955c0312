namespace OpsLog.Core.Store;

/// <summary>What a <see cref="StoreWarning"/> is about.</summary>
public enum StoreWarningKind
{
    /// <summary>An incomplete write at the end of a log was moved to another file.</summary>
    TornTail,

    /// <summary>A damaged place in a log was skipped.</summary>
    SkippedDamage,

    /// <summary>A record of another program's snapshot or segment was skipped: it is no JSON object, or has no id.</summary>
    SkippedRecord,

    /// <summary>A log or snapshot holds less than other files of the store say: something acknowledged is missing.</summary>
    MissingData,

    /// <summary>A value that nothing depends on, such as a time, is not what it must be.</summary>
    DoubtfulValue,

    /// <summary>On closing, the manifest could not take the length of the log; the operations are safe.</summary>
    LengthNotNoted,

    /// <summary>A log was found that is newer than the one the manifest names; it is not replayed.</summary>
    StrayLog,

    /// <summary>An automatic checkpoint failed; the operations are safe in the log and it is tried again later.</summary>
    CheckpointPutOff,

    /// <summary>A superseded file could not be deleted; it is tried again at the next checkpoint.</summary>
    DeletionPutOff,

    /// <summary>Records that are active again could not be removed from their segment, and are in both places.</summary>
    SegmentKept,

    /// <summary>Another program took a snapshot without this agent, which was registered again.</summary>
    RegisteredAgain,

    /// <summary>A log that the manifest doesn't name holds operations that the state lacks.</summary>
    LostOperations,

    /// <summary>Logs were removed before a feed or a refresh that returns operations had read them. The state is complete.</summary>
    UnreadOperations,
}
