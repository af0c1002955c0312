using System.Management.Automation;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Tests whether records with these ids exist.</summary>
[Cmdlet(VerbsDiagnostic.Test, "OpsLogRecord", DefaultParameterSetName = nameof(Id))]
[OutputType(typeof(bool))]
public sealed class TestOpsLogRecordCommand : StoreCmdlet
{
    /// <summary>The ids; no character is a wildcard.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Id))]
    [Alias("LiteralId")]
    [IdTransform]
    [ArgumentCompleter(typeof(RecordIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>An id, or a record with its OpsLogId.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>The property of the input objects that contains the id; by default OpsLogId.</summary>
    [Parameter(ParameterSetName = nameof(InputObject))]
    [ValidateNotNullOrEmpty]
    public string? IdProperty { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName != nameof(InputObject))
        {
            Array.ForEach(Id, Test);
        }
        else if (TryGetId(InputObject, IdProperty, out string? id))
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
