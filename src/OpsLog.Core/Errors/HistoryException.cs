namespace OpsLog.Core.Errors;

/// <summary>The records of an earlier moment can't be shown; nothing was changed.</summary>
public sealed class HistoryException : StoreException
{
    private HistoryException(HistoryFault fault, string location, string message, DateTime? earliest = null)
        : base(location, message) => (Fault, Earliest) = (fault, earliest);

    /// <summary>Why.</summary>
    public HistoryFault Fault { get; }

    /// <summary>The earliest moment that can be shown, UTC; null if that is not the reason.</summary>
    public DateTime? Earliest { get; }

    /// <summary>The error for a moment that is too early.</summary>
    internal static HistoryException NotKept(string location, string point, DateTime earliest) => new(
        HistoryFault.NotKept,
        location,
        $"The records of {point} can't be shown: the kept history of the store '{location}' begins at {earliest:yyyy-MM-dd HH:mm:ss.fff} UTC. Use that moment or a later one, or look at a backup.",
        earliest);

    /// <summary>The error for a step that is not in the logs.</summary>
    internal static HistoryException NoStep(string location, string point) => new(
        HistoryFault.NoStep,
        location,
        $"The records {point} can't be shown: the kept history of the store '{location}' contains no such step. Get the operation from this store again.");

    /// <summary>The error for an operation that does not fit what comes after it.</summary>
    internal static HistoryException Contradictory(string location, string log, long offset, string reason) => new(
        HistoryFault.Contradictory,
        location,
        $"Earlier records of the store '{location}' can't be shown (log '{log}', byte {offset}): {reason}. Check the store with Test-OpsLogStore, or look at a backup.");
}
