using OpsLog.Core.Model;

namespace OpsLog.Core.Store.Undo;

/// <summary>Which step to undo, and how.</summary>
/// <param name="Step">The step to take back by itself; null for the last step that is not undone.</param>
/// <param name="Erases">Whether the last step is cut off the log instead.</param>
internal readonly record struct UndoRequest(StepPlace? Step = null, bool Erases = false);
