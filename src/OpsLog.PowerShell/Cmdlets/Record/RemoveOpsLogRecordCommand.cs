using System.Management.Automation;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;
using OpsLog.PowerShell.Filters;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Removes records.</summary>
[Cmdlet(VerbsCommon.Remove, "OpsLogRecord", DefaultParameterSetName = nameof(Id), SupportsShouldProcess = true)]
[OutputType(typeof(PSObject))]
public sealed class RemoveOpsLogRecordCommand : RecordFilterCmdlet
{
    private RecordWriting? _writing;
    private RecordPassThru? _passThru;

    /// <summary>The ids; wildcards are permitted.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Id))]
    [SupportsWildcards]
    [IdTransform]
    [ArgumentCompleter(typeof(IdPatternCompleter))]
    public override string[] Id { get; set; } = [];

    /// <summary>Why the change is made; the log keeps it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Comment { get; set; }

    /// <summary>Returns the records that were removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool ChangesRecords => true;

    private protected override void Process()
    {
        _writing ??= new RecordWriting(Session, atomic: false, new ProgressReport(WriteProgress, $"Removing records from '{Session.Path}'"), Stopped) { Note = NoteOf(Comment) };
        _passThru ??= PassThru ? new RecordPassThru() : null;
        if (IsPiped)
        {
            if (TryGetId(out string? id))
            {
                Remove(id);
            }

            return;
        }

        if (NewFilter() is RecordFilter filter)
        {
            RemoveAll(FindCandidates(), record => Wants(filter, record));
            WriteFilterReport();
            return;
        }

        foreach (string id in Id)
        {
            if (NamePattern.IsPattern(id))
            {
                NamePattern pattern = new(id);
                RemoveAll(new RecordCandidates(Session.Reader.View()), record => pattern.IsMatch(record.IdText));
            }
            else
            {
                Remove(id);
            }
        }

        Array.ForEach(LiteralId, Remove);
    }

    private protected override void End()
    {
        _writing!.Complete();
        WriteVerbose(_writing.Report);
        WriteWarnings();
    }

    private protected override void CleanUp()
    {
        _writing?.Dispose();
        base.CleanUp();
    }

    private void RemoveAll(RecordCandidates candidates, RecordPredicate wanted)
    {
        for (int cursor = -1; candidates.TryAdvance(ref cursor) && !Stopping;)
        {
            RecordRef record = candidates.View.At(cursor);
            if (wanted(record))
            {
                Remove(record.IdText);
            }
        }
    }

    private void Remove(string id)
    {
        object? removed;
        try
        {
            if (IsWhatIf)
            {
                _writing!.CheckDelete(id);
            }

            if (!ShouldProcess(id))
            {
                return;
            }

            removed = _passThru?.Read(Session.Reader, id);
            _writing!.Delete(id);
        }
        catch (Exception e) when (ErrorTable.ConcernsOneRecord(e))
        {
            WriteRecordError(e, null, id);
            return;
        }

        if (removed is not null)
        {
            WriteObject(removed);
        }
    }
}
