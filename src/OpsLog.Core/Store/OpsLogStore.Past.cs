using OpsLog.Core.Errors;
using OpsLog.Core.State;
using OpsLog.Core.Store.Past;
using OpsLog.Core.Store.Roles;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store;

/// <content>Earlier moments.</content>
public sealed partial class OpsLogStore
{
    /// <summary>
    /// The active records of an earlier moment, by the kept logs. It first reads what others wrote, like <see
    /// cref="Refresh()"/>. The cost depends on what was written after that moment. Where agents have written, the records that
    /// changed are searched for in the logs before it as well.
    /// </summary>
    /// <remarks>
    /// A moment is a place in the log of each writer: behind the last step that is not later. If a batch or undo was written
    /// later, all of it is later. Among agents, an operation that had not been read by others yet counts as well.
    /// Where history of agents was removed, a record that was not changed between the end of that history and the moment is what
    /// the agent that changed it next had read. An agent that had not refreshed for all that time gives an older value.
    /// </remarks>
    /// <param name="point">The moment.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HistoryException">The kept logs do not lead to that moment. <see cref="HistoryException.Earliest"/> is the earliest one.</exception>
    /// <exception cref="BatchStateException">A batch is open on this thread.</exception>
    public PastRecords GetPast(HistoryPoint point, CancellationToken cancellation = default)
    {
        using StoreTurn turn = _role.State.EnterTurn(cancellation);
        return GetPast(turn, point);
    }

    /// <summary>
    /// Makes records what they were at an earlier moment, all of them in one new step. Records that did not exist at that
    /// moment are removed. An undo takes the step back.
    /// </summary>
    /// <param name="point">The moment.</param>
    /// <param name="wanted">
    /// Which records. It is asked for each record that differs, with the value of that moment, or the value of now if the record
    /// did not exist.
    /// </param>
    /// <param name="note">Who restores them, and why; null for the author of the store object and no comment.</param>
    /// <param name="cancellation">Ends it before anything is written.</param>
    /// <returns>The differences that it made.</returns>
    /// <exception cref="HistoryException">The kept logs do not lead to that moment.</exception>
    /// <exception cref="BatchStateException">A batch is open on this thread, or the step is too large. Nothing was changed.</exception>
    public IReadOnlyList<RecordDifference> RestorePast(HistoryPoint point, RecordPredicate wanted, StepNote? note = null, CancellationToken cancellation = default)
    {
        WritePipeline pipeline = _role.Writer.Pipeline;
        StoreTurn turn = pipeline.EnterTurn(note, cancellation);
        using StoreBatch batch = new(_role.State, pipeline, turn);
        PastRecords past = GetPast(turn, point);
        List<RecordDifference> differences = [.. RecordComparison.Compare(past.Current, past)
            .Where(difference => wanted(new RecordRef(difference.Id, (difference.After ?? difference.Before)!.Value.Span)))];
        foreach (RecordDifference difference in differences)
        {
            cancellation.ThrowIfCancellationRequested();
            batch.Apply(difference);
        }

        batch.Commit();
        return differences;
    }

    private PastRecords GetPast(StoreTurn turn, HistoryPoint point)
    {
        _role.Refresh(turn, null);
        (string active, long end) = _role.CommitHistory();
        return new HistoryRewind(_context.Backend, _role.State, _context.Indexes).Run(turn, point, active, end);
    }
}
