namespace OpsLog.Core.Primitives;

/// <summary>The bounds of the clock that orders the operations of agents.</summary>
internal static class LamportClock
{
    /// <summary>
    /// The largest clock in a file, 2^52: half of the integers that JavaScript represents exactly. No counting reaches
    /// it, so a larger clock is damage; if it were accepted, no clock would be left for the next operation.
    /// </summary>
    public const long Largest = 1L << 52;
}
