namespace OpsLog.Core.Store;

/// <summary>What a restore from an archive segment did.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Records">How many records it contained that were wanted; they are active now.</param>
/// <param name="Replaced">How many of them replaced an active record with another value.</param>
/// <param name="Unchanged">
/// How many of them were active already with an equal value, for example because an earlier restore or the archiving was
/// interrupted.
/// </param>
public sealed record RestoreResult(string Segment, int Records, int Replaced, int Unchanged);
