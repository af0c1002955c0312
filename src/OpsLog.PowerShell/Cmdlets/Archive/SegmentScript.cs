using System.Collections.ObjectModel;
using System.Management.Automation;
using OpsLog.Core.State;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Archive;

/// <summary>A script block that returns the segment of a record, which is its <c>$_</c> as Get-OpsLogRecord returns it.</summary>
internal sealed class SegmentScript(ScriptBlock script)
{
    private readonly RecordOutput _input = new(RecordForm.Object, DateKind.Default);

    /// <summary>The name of the segment of a record.</summary>
    /// <exception cref="ConversionException">The record can't be converted to an object.</exception>
    /// <exception cref="CommandException"><see cref="CommandFault.SegmentScript"/>.</exception>
    public string SegmentOf(RecordRef record)
    {
        object shown = _input.Read(record.IdText, record.Value);
        Collection<PSObject?> results;
        try
        {
            results = script.InvokeWithContext(null, [new PSVariable("_", shown)], shown);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw Refuse($"The script block of -Segment failed: {e.Message.TrimEnd('.')}.");
        }

        return results is [{ } result] && SegmentText.Of(result) is { Length: > 0 } name
            ? name
            : throw Refuse($"The script block of -Segment returned {Describe(results)}; it must return one name or one date.");
    }

    private static CommandException Refuse(string reason) =>
        new(CommandFault.SegmentScript, $"{reason} The record was not archived. Correct the script block or the record, or exclude the record.");

    private static string Describe(Collection<PSObject?> results) => results switch
    {
        [] or [null] => "nothing",
        [{ } result] => PlainValue.Of(result) switch
        {
            null => "nothing",
            "" => "an empty string",
            { } value => $"an object of type {value.GetType()}",
        },
        _ => $"{results.Count} objects",
    };
}
