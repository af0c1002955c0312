using OpsLog.Core.State;

namespace OpsLog.Core.Store.Writing;

/// <summary>What the last operation on a record left.</summary>
/// <param name="Stamp">The place of the operation in the total order.</param>
/// <param name="Value">The record; null where the operation removed it.</param>
internal readonly record struct StampedRecord(Stamp Stamp, byte[]? Value);
