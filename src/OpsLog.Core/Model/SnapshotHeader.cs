namespace OpsLog.Core.Model;

/// <summary>The first line of a snapshot.</summary>
/// <param name="Version">The schema version of the records.</param>
/// <param name="Timestamp">When it was taken, ISO 8601.</param>
/// <param name="Clock">The highest Lamport clock it covers; 0 where no agent has written.</param>
internal sealed record SnapshotHeader(int Version, string Timestamp, long Clock);
