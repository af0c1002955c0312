using OpsLog.Core.Errors;

namespace OpsLog.Core.Store;

/// <summary>What ends the steps that an undo can undo.</summary>
/// <param name="Refusal">The error of the undo that gets there; null if there is none.</param>
/// <param name="IsHistoryRemoved">
/// Whether the store contains records that no kept log of the single writer created: the logs before the kept ones were
/// removed. Among agents it is false, because the records of the others can't be distinguished from these.
/// </param>
public sealed record UndoEnd(UndoException? Refusal, bool IsHistoryRemoved);
