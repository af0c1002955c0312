namespace OpsLog.Core.Store.Writing;

/// <summary>What an inverse operation takes back, and its place in the order.</summary>
/// <param name="After">The record as the operation left it; null where it removed it.</param>
/// <param name="Clock">The clock the inverse is written with; 0 for a single writer.</param>
/// <param name="Rank">Its rank among those with the same clock and agent.</param>
internal sealed record UndoneOperation(byte[]? After, long Clock, int Rank);
