namespace OpsLog.Core.Store;

/// <summary>What archiving moved.</summary>
/// <param name="Segment">The segment the records went to.</param>
/// <param name="Records">How many they were.</param>
public sealed record ArchiveResult(string Segment, int Records);
