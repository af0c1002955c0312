using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Store.Roles;
using OpsLog.Core.Store.Undo;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store;

/// <content>Taking steps back.</content>
public sealed partial class OpsLogStore
{
    /// <summary>
    /// Undoes the last step that is not undone yet, an operation or a whole batch, and returns its operations in the
    /// order they were written; none if the kept history holds nothing more to undo. The inverse is appended to the log, so
    /// the step and its undo stay in the history. An undo is never undone.
    /// </summary>
    /// <param name="cancellation">Ends the wait for the turn, and among agents for another that compacts.</param>
    /// <exception cref="UndoException">The step can't be undone, because the log or the state is not what it left.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing was undone.</exception>
    public IReadOnlyList<LoggedOperation> Undo(CancellationToken cancellation = default) => Undo(note: null, cancellation);

    /// <inheritdoc cref="Undo(CancellationToken)"/>
    /// <param name="note">Who undoes it, and why; null for the author of the store object and no comment.</param>
    /// <param name="cancellation">Ends the wait for the turn, and among agents for another that compacts.</param>
    public IReadOnlyList<LoggedOperation> Undo(StepNote? note, CancellationToken cancellation = default) =>
        TakeBack(note, new UndoRequest(), cancellation);

    /// <summary>
    /// Takes a step back by itself, wherever it is in the kept history, also one of another writer, and returns its operations.
    /// The inverse is appended to the log. It is never undone, and neither is the step once more.
    /// </summary>
    /// <param name="step">The step, as <see cref="LoggedOperation.Step"/> identifies it.</param>
    /// <param name="note">Who takes it back, and why; null for the author of the store object and no comment.</param>
    /// <param name="cancellation">Ends the wait for the turn, and among agents for another that compacts.</param>
    /// <exception cref="UndoException">
    /// A record is not as the step left it, or there is no such step, or it is an undo, or it is undone already.
    /// </exception>
    /// <exception cref="FormatException">The text does not identify a step.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing was undone.</exception>
    public IReadOnlyList<LoggedOperation> Undo(string step, StepNote? note = null, CancellationToken cancellation = default) =>
        TakeBack(note, new UndoRequest(ParseStep(step)), cancellation);

    /// <summary>The operations of a step, if <see cref="Undo(string, StepNote?, CancellationToken)"/> can take it back. Changes nothing.</summary>
    /// <inheritdoc cref="Undo(string, StepNote?, CancellationToken)"/>
    public IReadOnlyList<LoggedOperation> GetUndoableStep(string step, CancellationToken cancellation = default)
    {
        StepPlace place = ParseStep(step);
        IStoreWriter writer = _role.Writer;
        using StoreTurn turn = writer.Pipeline.EnterTurn(null, cancellation);
        return writer.FindUndoable(turn, place);
    }

    /// <summary>
    /// Cuts the last step off the active log, so that the history no longer contains it, and returns its operations; none if
    /// there is nothing to undo. Only a single writer can do it, and only for a step that no checkpoint has superseded.
    /// </summary>
    /// <param name="cancellation">Ends the wait for the turn.</param>
    /// <exception cref="UndoException">The step can't be cut off.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing was erased.</exception>
    public IReadOnlyList<LoggedOperation> Erase(CancellationToken cancellation = default) =>
        TakeBack(null, new UndoRequest(Erases: true), cancellation);

    /// <summary>
    /// The last steps that <see cref="Undo(CancellationToken)"/> would undo, the last one first, each with its operations in the order they
    /// were written. Changes nothing. Before a step that can't be undone the list ends.
    /// </summary>
    /// <param name="count">How many steps at most.</param>
    /// <param name="cancellation">Ends the wait for the turn.</param>
    public IReadOnlyList<IReadOnlyList<LoggedOperation>> GetUndoableSteps(int count, CancellationToken cancellation = default) =>
        GetUndoableSteps(count, out _, cancellation);

    /// <inheritdoc cref="GetUndoableSteps(int, CancellationToken)"/>
    /// <param name="count">How many steps at most.</param>
    /// <param name="end">Why there are fewer steps.</param>
    /// <param name="cancellation">Ends the wait for the turn.</param>
    public IReadOnlyList<IReadOnlyList<LoggedOperation>> GetUndoableSteps(int count, out UndoEnd end, CancellationToken cancellation = default)
    {
        IStoreWriter writer = _role.Writer;
        using StoreTurn turn = writer.Pipeline.EnterTurn(null, cancellation);
        return writer.FindUndoable(turn, count, out end);
    }

    private static StepPlace ParseStep(string step) => StepPlace.TryParse(step, out StepPlace place)
        ? place
        : throw new FormatException($"'{step}' does not identify a step. Use the property Step of an operation of the log, such as 'ops/ops-1795350753785.jsonl:272'.");

    private IReadOnlyList<LoggedOperation> TakeBack(StepNote? note, UndoRequest request, CancellationToken cancellation)
    {
        IStoreWriter writer = _role.Writer;
        IReadOnlyList<LoggedOperation> undone;
        using (StoreTurn turn = writer.Pipeline.EnterTurn(note, cancellation))
        {
            undone = writer.Undo(turn, request);
        }

        writer.Pipeline.Maintain();
        return undone;
    }
}
