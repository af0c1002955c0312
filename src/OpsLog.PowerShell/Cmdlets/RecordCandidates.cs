using OpsLog.Core.State;
using OpsLog.PowerShell.Filters;

namespace OpsLog.PowerShell.Cmdlets;

/// <summary>
/// The records that a filter is applied to, in the order of the store: all of them, or those that an index returned. If a
/// later command of the pipeline changes a variable of the filter, all records from there on.
/// </summary>
internal sealed class RecordCandidates
{
    private readonly RecordFilter? _filter;
    private ReadOnlyMemory<int>? _cursors;
    private int _next;

    /// <summary>All records.</summary>
    public RecordCandidates(RecordView view)
    {
        View = view;
        Count = view.Count;
    }

    /// <summary>Records that an index returned for a filter.</summary>
    public RecordCandidates(IndexedRecords found, RecordFilter filter)
    {
        View = found.View;
        _cursors = found.Cursors;
        Count = found.Cursors.Length;
        Certain = found.Certain;
        _filter = filter;
    }

    /// <summary>All records.</summary>
    public RecordView View { get; }

    /// <summary>The number of candidates.</summary>
    public long Count { get; }

    /// <summary>The number of records that the filter selects besides those that it selects from the candidates.</summary>
    public long Certain { get; }

    /// <summary>Moves to the next candidate, as <see cref="RecordView.TryAdvance"/> does.</summary>
    public bool TryAdvance(ref int cursor)
    {
        if (_cursors is { } cursors && _filter!.IsPlanValid)
        {
            if (_next == cursors.Length)
            {
                return false;
            }

            cursor = cursors.Span[_next++];
            return true;
        }

        _cursors = null;
        return View.TryAdvance(ref cursor);
    }
}
