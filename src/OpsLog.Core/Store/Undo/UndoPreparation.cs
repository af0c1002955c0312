using OpsLog.Core.Errors;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Undo;

/// <summary>What has to be done outside of the log before a step is undone in it.</summary>
/// <param name="prepare">Does it; the result takes it back.</param>
internal sealed class UndoPreparation(Func<StoreTurn, UndoableStep, Action> prepare)
{
    /// <summary>
    /// Prepares the undo of a step, then writes it. If it was certainly not written, the preparation is taken back. After a
    /// failed write it may be in the log, so the preparation stays.
    /// </summary>
    public void Write(StoreTurn turn, UndoableStep step, Action write)
    {
        Action takeBack = prepare(turn, step);
        try
        {
            write();
        }
        catch (Exception e) when (e is not StoreFailedException)
        {
            takeBack();
            throw;
        }
    }
}
