using OpsLog.Core.Log;

namespace OpsLog.Core.Store.Writing;

/// <summary>What a conditional write did.</summary>
/// <param name="Position">
/// The position that makes the record durable. A record that was not written can still wait for its own write.
/// </param>
/// <param name="WasWritten">Whether it was written.</param>
internal readonly record struct WrittenRecord(LogPosition Position, bool WasWritten);
