using System.Management.Automation;
using OpsLog.Core.State;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Removes records.</summary>
[Cmdlet(VerbsCommon.Remove, "OpsLogRecord", DefaultParameterSetName = nameof(Id), SupportsShouldProcess = true)]
[OutputType(typeof(PSObject))]
public sealed class RemoveOpsLogRecordCommand : StoreCmdlet
{
    private RecordWriting _writing = null!;
    private RecordPassThru? _passThru;

    /// <summary>The ids; wildcards are taken for records that match.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Id))]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RecordIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>An id, or a record with its OpsLogId.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>Returns the records that were removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin()
    {
        _writing = new RecordWriting(Session, atomic: false, Stopped);
        _passThru = PassThru ? new RecordPassThru() : null;
    }

    private protected override void Process()
    {
        if (ParameterSetName == nameof(InputObject))
        {
            Remove(InputObject);
            return;
        }

        foreach (string id in Id)
        {
            if (!IdSet.IsPattern(id, Session.Reader.Contains))
            {
                Remove(id);
                continue;
            }

            foreach (string matching in Matching(IdSet.PatternOf(id)))
            {
                Remove(matching);
            }
        }
    }

    private protected override void End()
    {
        _writing.Complete();
        TellWarnings();
    }

    private protected override void CleanUp() => _writing?.Dispose();

    private IEnumerable<string> Matching(WildcardPattern pattern)
    {
        RecordView view = Session.Reader.View();
        for (int cursor = -1; view.TryAdvance(ref cursor) && !Stopping;)
        {
            string id = view.At(cursor).IdText;
            if (pattern.IsMatch(id))
            {
                yield return id;
            }
        }
    }

    private void Remove(object? input)
    {
        string? id = null;
        object? removed = null;
        try
        {
            id = RecordInput.IdOf(input);
            if (!ShouldProcess(id))
            {
                return;
            }

            removed = _passThru?.Read(Session.Reader, id);
            _writing.Delete(id);
        }
        catch (Exception e) when (ErrorTable.ConcernsOneRecord(e))
        {
            WriteError(ErrorTable.ToRecord(e, id ?? input, $"{e.Message} (store '{Session.Path}')"));
            return;
        }

        if (removed is not null)
        {
            WriteObject(removed);
        }
    }
}
