namespace OpsLog.Core.Errors;

/// <summary>
/// The store's clock, by which the operations of agents are put into order, stands so high that none can come after it:
/// a file holds one that nobody has counted to. Nothing was written; reads go on.
/// </summary>
public sealed class ClockExhaustedException : StoreException
{
    /// <summary>Reports the clock of the store at <paramref name="location"/>.</summary>
    public ClockExhaustedException(string location, long clock)
        : base(location, $"The store '{location}' can't be written to: its clock has reached {clock}, the maximum. A log of the store is damaged or was not written by this engine. Restore the store from a backup, or copy its records to a new store.")
    {
        Clock = clock;
    }

    /// <summary>The clock.</summary>
    public long Clock { get; }
}
