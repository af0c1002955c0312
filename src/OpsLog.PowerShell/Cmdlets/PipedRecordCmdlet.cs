using System.Management.Automation;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using NotNullWhenAttribute = System.Diagnostics.CodeAnalysis.NotNullWhenAttribute;

namespace OpsLog.PowerShell.Cmdlets;

/// <summary>A cmdlet that accepts records or their ids from the pipeline.</summary>
public abstract class PipedRecordCmdlet : StoreCmdlet
{
    /// <summary>An id, or a record with its OpsLogId.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    [AllowNull]
    [ArgumentCompleter(typeof(NoCompleter))]
    public virtual object? InputObject { get; set; }

    /// <summary>The property of the input objects that contains the id; by default OpsLogId.</summary>
    [Parameter(ParameterSetName = nameof(InputObject))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(IdPropertyCompleter))]
    public virtual string? IdProperty { get; set; }

    /// <summary>Whether the cmdlet changes records, so that an input must be an id or a record.</summary>
    private protected virtual bool ChangesRecords => false;

    /// <summary>Whether the ids come from the pipeline.</summary>
    private protected bool IsPiped => ParameterSetName == nameof(InputObject);

    /// <summary>The id of the input. An input without an id is a non-terminating error.</summary>
    private protected bool TryGetId([NotNullWhen(true)] out string? id)
    {
        try
        {
            if (ChangesRecords)
            {
                RecordInput.RefuseOperation(InputObject);
            }

            id = RecordInput.IdOf(InputObject, IdProperty);
            return true;
        }
        catch (ConversionException e)
        {
            WriteRecordError(e, null, InputObject);
            id = null;
            return false;
        }
    }
}
