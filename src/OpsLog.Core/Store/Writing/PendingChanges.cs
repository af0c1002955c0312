using OpsLog.Core.State;

namespace OpsLog.Core.Store.Writing;

/// <summary>
/// The changes in memory that are not acknowledged, in the order they were made: a failed write reverts them. A part of
/// the state, used under its lock.
/// </summary>
internal sealed class PendingChanges
{
    private readonly Queue<(long Offset, RecordChange Change)> _changes = new();

    /// <summary>How many there are.</summary>
    public int Count => _changes.Count;

    /// <summary>Adds a change whose line ends at an offset of the log.</summary>
    public void Add(long offset, in RecordChange change) => _changes.Enqueue((offset, change));

    /// <summary>Forgets the changes whose lines are acknowledged.</summary>
    public void Acknowledge(long offset)
    {
        while (_changes.TryPeek(out (long Offset, RecordChange Change) first) && first.Offset <= offset)
        {
            _changes.Dequeue();
        }
    }

    /// <summary>Reverts the last changes, newest first.</summary>
    public void Revert(RecordTable table, int count)
    {
        (long Offset, RecordChange Change)[] all = [.. _changes];
        for (int i = all.Length - 1; i >= all.Length - count; i--)
        {
            table.Revert(all[i].Change);
        }

        _changes.Clear();
        foreach ((long offset, RecordChange change) in all.AsSpan(0, all.Length - count))
        {
            Add(offset, change);
        }
    }
}
