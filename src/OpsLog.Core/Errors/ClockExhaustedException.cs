namespace OpsLog.Core.Errors;

/// <summary>
/// The clock of the store, which orders the operations of agents, has reached its maximum, so that no operation can
/// follow: a file contains a clock that no counting could have reached. Nothing was written, and reads still work.
/// </summary>
public sealed class ClockExhaustedException(string location, long clock)
    : StoreException(location, $"The store '{location}' can't be written to: its clock has reached {clock}, the maximum. A log of the store is damaged or was not written by this engine. Restore the store from a backup, or copy its records to a new store.")
{
    /// <summary>The clock.</summary>
    public long Clock { get; } = clock;
}
