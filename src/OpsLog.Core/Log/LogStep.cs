using OpsLog.Core.Model;

namespace OpsLog.Core.Log;

/// <summary>One step of a log: a single operation, or the operations of a batch.</summary>
/// <param name="Offset">The offset of its first line, in bytes.</param>
/// <param name="Lines">Its lines without their newlines, in the order of the log; incomplete if the step is damaged.</param>
/// <param name="IsDamaged">Whether one of its lines is not an operation, or the batch is incomplete.</param>
/// <param name="IsUndo">Whether it undoes the last step that was not undone before.</param>
/// <param name="Undoes">The step that it takes back by itself; null for any other step, and for a damaged one.</param>
internal sealed record LogStep(long Offset, IReadOnlyList<byte[]> Lines, bool IsDamaged, bool IsUndo, StepPlace? Undoes = null);
