using System.Management.Automation;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Tests whether records with these ids exist.</summary>
[Cmdlet(VerbsDiagnostic.Test, "OpsLogRecord", DefaultParameterSetName = nameof(Id))]
[OutputType(typeof(bool))]
public sealed class TestOpsLogRecordCommand : PipedRecordCmdlet
{
    /// <summary>The ids; no character is a wildcard.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Id))]
    [Alias("LiteralId")]
    [IdTransform]
    [ArgumentCompleter(typeof(RecordIdCompleter))]
    public string[] Id { get; set; } = [];

    private protected override void Process()
    {
        if (!IsPiped)
        {
            Array.ForEach(Id, Test);
        }
        else if (TryGetId(out string? id))
        {
            Test(id);
        }
    }

    private void Test(string id)
    {
        bool exists;
        try
        {
            exists = Session.Reader.Contains(id);
        }
        catch (Exception e) when (ErrorTable.ConcernsOneRecord(e))
        {
            WriteRecordError(e, null, id);
            return;
        }

        WriteObject(exists);
    }
}
