namespace OpsLog.Core.Store;

/// <summary>The progress of an opening, a refresh or a checkpoint.</summary>
/// <param name="Work">What is done. It also gives the unit of the counts.</param>
/// <param name="File">The file that is read or written, as a name in the store; for a migration, the snapshot.</param>
/// <param name="Done">The bytes or records processed so far.</param>
/// <param name="Total">The total of bytes or records.</param>
public readonly record struct StoreProgress(StoreWork Work, string File, long Done, long Total);
