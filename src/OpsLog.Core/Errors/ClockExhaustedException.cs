namespace OpsLog.Core.Errors;

/// <summary>
/// The store's clock, by which the operations of agents are put into order, stands so high that none can come after it:
/// a file holds one that nobody has counted to. Nothing was written; reads go on.
/// </summary>
public sealed class ClockExhaustedException : StoreException
{
    /// <summary>Reports the clock of the store at <paramref name="location"/>.</summary>
    public ClockExhaustedException(string location, long clock)
        : base(location, $"The clock of the store '{location}' stands at {clock}, and no operation can be put behind that. A log of it was damaged or made up: restore the store from a backup, or read its records and set them in a new one.")
    {
        Clock = clock;
    }

    /// <summary>The clock.</summary>
    public long Clock { get; }
}
