using System.Management.Automation;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Whether there are records of these ids.</summary>
[Cmdlet(VerbsDiagnostic.Test, "OpsLogRecord", DefaultParameterSetName = nameof(Id))]
[OutputType(typeof(bool))]
public sealed class TestOpsLogRecordCommand : StoreCmdlet
{
    /// <summary>The ids, taken literally.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(Id))]
    [ArgumentCompleter(typeof(RecordIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>An id, or a record with its OpsLogId.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    public object? InputObject { get; set; }

    private protected override void Process()
    {
        IRecordReader reader = Session.Reader;
        foreach (string id in ParameterSetName == nameof(Id) ? Id : [RecordInput.IdOf(InputObject)])
        {
            WriteObject(reader.Contains(id));
        }
    }
}
