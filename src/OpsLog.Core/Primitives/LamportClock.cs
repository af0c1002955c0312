namespace OpsLog.Core.Primitives;

/// <summary>The bounds of the clock that puts the operations of agents into one order.</summary>
internal static class LamportClock
{
    /// <summary>
    /// The largest clock a file may hold, 2^52: half of the integers that JavaScript holds exactly. Nobody counts as
    /// far, so a larger one is damage; taken for good it would leave no clock for the next operation.
    /// </summary>
    public const long Largest = 1L << 52;
}
