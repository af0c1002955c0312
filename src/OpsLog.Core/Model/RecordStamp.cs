namespace OpsLog.Core.Model;

/// <summary>An operation's place in the total order as files tell it.</summary>
/// <param name="Clock">The Lamport clock.</param>
/// <param name="Agent">The bytes of the agent's id; empty for a single writer.</param>
/// <param name="Rank">0; more for an operation that takes back another with the same clock and agent.</param>
internal readonly record struct RecordStamp(long Clock, byte[] Agent, int Rank);
