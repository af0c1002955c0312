namespace OpsLog.Core.Model;

/// <summary>The place of an operation in the total order, as it is in files.</summary>
/// <param name="Clock">The Lamport clock.</param>
/// <param name="Agent">The bytes of the agent's id; empty for a single writer.</param>
/// <param name="Rank">0; higher for an operation that undoes another one with the same clock and agent.</param>
internal readonly record struct RecordStamp(long Clock, byte[] Agent, int Rank);
