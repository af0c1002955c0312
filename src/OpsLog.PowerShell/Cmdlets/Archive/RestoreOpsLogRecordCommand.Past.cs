using OpsLog.Core.Errors;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;
using OpsLog.PowerShell.Filters;

namespace OpsLog.PowerShell.Cmdlets.Archive;

/// <content>Records of an earlier moment, and versions of operations.</content>
public sealed partial class RestoreOpsLogRecordCommand
{
    private void Take(OpsLogOperation operation)
    {
        try
        {
            _versions.Add(operation.Logged);
        }
        catch (CommandException e) when (e.Fault == CommandFault.NoVersion)
        {
            WriteRecordError(e, null, operation.OpsLogId);
        }
    }

    private void RestoreVersions()
    {
        if (!ShouldProcess(Session.Path, $"Restore {IdList.Describe(_versions.Ids)} to an earlier version"))
        {
            return;
        }

        Session.Store.Refresh(Stopped);
        int written = 0;
        using (StoreBatch batch = Session.Store.BeginBatch(NoteOf(Comment), Stopped))
        {
            written = _versions.SetIn(batch);
            batch.Commit();
        }

        WriteVerbose($"Restored {IdList.Count(written)} to an earlier version in one step; {_versions.Count - written:N0} had it already.");
        foreach (ArchivedRecord version in PassThru ? _versions.All : [])
        {
            Return(version);
        }
    }

    private void RestoreMoment(HistoryPoint moment)
    {
        RecordFilter? filter = NewFilter();
        PastRecords past = Session.Store.GetPast(moment, Stopped);
        foreach (string id in Wanted.Literal.Where(id => !past.Contains(id) && !past.Current.Contains(id)))
        {
            WriteRecordError(new RecordNotFoundException(id), null, id);
        }

        bool Selects(RecordRef record) => (filter is null && Wanted.IsEmpty) || Wants(filter, record);
        string[] ids = [.. RecordComparison.Compare(past.Current, past)
            .Where(difference => Selects(new RecordRef(difference.Id, (difference.After ?? difference.Before)!.Value.Span)))
            .Select(difference => difference.Id)];
        if (ids.Length == 0)
        {
            WriteVerbose($"No selected record differs from what it was at {moment}.");
        }
        else if (ShouldProcess(Session.Path, $"Restore {IdList.Describe(ids)} to {moment}"))
        {
            HashSet<string> selected = new(ids, StringComparer.Ordinal);
            IReadOnlyList<RecordDifference> made = Session.Store.RestorePast(moment, record => selected.Contains(record.IdText), NoteOf(Comment), Stopped);
            WriteVerbose($"Restored {IdList.Count(made.Count)} to {moment} in one step; {made.Count(difference => difference.Kind == DifferenceKind.Removed):N0} did not exist then and {(made.Count == 1 ? "was" : "were")} removed.");
            foreach (RecordDifference difference in PassThru ? made.Where(difference => difference.After is not null) : [])
            {
                Return(new ArchivedRecord(difference.Id, difference.After!.Value));
            }
        }
    }
}
