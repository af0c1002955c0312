namespace OpsLog.Core.Log;

/// <summary>One step of a log: a single operation, or the operations of a batch.</summary>
/// <param name="Offset">Where its first line begins, in bytes.</param>
/// <param name="Lines">Its lines without their newlines, in the log's order; not all of them where it is damaged.</param>
/// <param name="IsDamaged">Whether a line among them is no operation, or the batch is not all there.</param>
/// <param name="IsUndo">Whether it takes an earlier step back.</param>
internal sealed record LogStep(long Offset, IReadOnlyList<byte[]> Lines, bool IsDamaged, bool IsUndo);
