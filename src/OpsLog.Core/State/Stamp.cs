namespace OpsLog.Core.State;

/// <summary>
/// The place of an operation in the total order of all agents: by clock, then agent by ordinal comparison, then rank.
/// The last write in this order wins for each record, so the state does not depend on the order in which logs are read.
/// </summary>
/// <param name="Clock">The Lamport clock.</param>
/// <param name="Agent">The number of the agent in the table's <see cref="AgentNames"/>.</param>
/// <param name="Rank">0; higher for an operation that undoes another one with the same clock and agent.</param>
internal readonly record struct Stamp(long Clock, int Agent, int Rank);
