using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>
/// Searches the active records and archive segments one after the other, and keeps the ids that were in none of them.
/// </summary>
/// <param name="sink">Gets the records.</param>
/// <param name="wanted">The ids; null for all records.</param>
/// <param name="progress">Counts the records.</param>
/// <param name="stopped">Ends the search.</param>
internal sealed class RecordSearch(IRecordSink sink, IdSet? wanted, ProgressReport progress, CancellationToken stopped)
{
    private readonly HashSet<string> _missing = [.. wanted?.Literal ?? []];

    /// <summary>The ids that were not found so far.</summary>
    public IEnumerable<string> Missing => _missing;

    /// <summary>The ids of the active records if those are returned instead of the archived ones; otherwise null.</summary>
    public IReadOnlySet<string>? Active { get; init; }

    /// <summary>Whether the search ends: it was stopped, or nothing more is required.</summary>
    private bool IsComplete => stopped.IsCancellationRequested || (sink.IsFull && _missing.Count == 0);

    /// <summary>Searches active records.</summary>
    public void Search(RecordCandidates candidates)
    {
        for (int cursor = -1; !IsComplete && candidates.TryAdvance(ref cursor); progress.Step())
        {
            RecordRef record = candidates.View.At(cursor);
            if (wanted is null || Finds(record.IdText))
            {
                sink.Offer(record);
            }
        }
    }

    /// <summary>Searches a segment.</summary>
    public void Search(OpsLogStore store, string segment)
    {
        if (IsComplete)
        {
            return;
        }

        foreach (ArchivedRecord record in store.ReadSegment(segment))
        {
            progress.Step();
            if (Finds(record.Id) && Active?.Contains(record.Id) != true)
            {
                sink.Offer(new RecordRef(record.Id, record.Value.Span));
            }

            if (IsComplete)
            {
                return;
            }
        }
    }

    private bool Finds(string id)
    {
        _missing.Remove(id);
        return wanted is null || wanted.Contains(id);
    }
}
