namespace OpsLog.Core.State;

/// <summary>
/// An operation's place in the total order of all agents: by clock, then agent by ordinal comparison, then rank. The
/// last write in it wins, record by record, so the state does not depend on the order in which logs are read.
/// </summary>
/// <param name="Clock">The Lamport clock.</param>
/// <param name="Agent">The agent's number in the table's <see cref="AgentNames"/>.</param>
/// <param name="Rank">0; more for an operation that takes back another with the same clock and agent.</param>
internal readonly record struct Stamp(long Clock, int Agent, int Rank);
