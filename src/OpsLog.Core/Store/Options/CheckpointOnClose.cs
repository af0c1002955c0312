namespace OpsLog.Core.Store;

/// <summary>Whether closing a store takes a checkpoint.</summary>
public enum CheckpointOnClose
{
    /// <summary>By the rule of automatic checkpoints: if the log has outgrown the snapshot.</summary>
    WhenDue,

    /// <summary>If an operation was written since the last checkpoint. Costs a write of the whole state.</summary>
    Always,

    /// <summary>Never; the next opening replays the log.</summary>
    Never,
}
