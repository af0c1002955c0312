namespace OpsLog.Core.Store.Undo;

/// <summary>A step that can be undone.</summary>
/// <param name="Log">The log that holds it.</param>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Operations">Its operations, in the order they were written.</param>
internal sealed record UndoableStep(string Log, long Offset, IReadOnlyList<LoggedOperation> Operations);
