using System.Management.Automation;
using OpsLog.Core.State;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Removes records.</summary>
[Cmdlet(VerbsCommon.Remove, "OpsLogRecord", DefaultParameterSetName = nameof(Id), SupportsShouldProcess = true)]
[OutputType(typeof(PSObject))]
public sealed class RemoveOpsLogRecordCommand : RecordSelectionCmdlet
{
    private RecordWriting? _writing;
    private RecordPassThru? _passThru;

    /// <summary>The ids; wildcards are permitted.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Id))]
    [SupportsWildcards]
    [IdTransform]
    [ArgumentCompleter(typeof(IdPatternCompleter))]
    public override string[] Id { get; set; } = [];

    /// <summary>Returns the records that were removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool ChangesRecords => true;

    private protected override void Process()
    {
        _writing ??= new RecordWriting(Session, atomic: false, Stopped);
        _passThru ??= PassThru ? new RecordPassThru() : null;
        if (IsPiped)
        {
            if (TryGetId(out string? id))
            {
                Remove(id);
            }

            return;
        }

        foreach (string id in Id)
        {
            foreach (string matching in NamePattern.IsPattern(id) ? Matching(new NamePattern(id)) : [id])
            {
                Remove(matching);
            }
        }

        Array.ForEach(LiteralId, Remove);
    }

    private protected override void End()
    {
        _writing?.Complete();
        WriteWarnings();
    }

    private protected override void CleanUp() => _writing?.Dispose();

    private IEnumerable<string> Matching(NamePattern pattern)
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

    private void Remove(string id)
    {
        object? removed;
        try
        {
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
