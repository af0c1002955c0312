using System.Collections.ObjectModel;
using System.Management.Automation;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Errors;

namespace OpsLog.PowerShell.Cmdlets.Store;

/// <summary>
/// A script block that migrates records to a new schema version. It receives each record as Get-OpsLogRecord returns it,
/// or as an ordered dictionary where the keys are not possible in an object, and returns the new record. A record that is
/// returned unchanged keeps every byte. Each error in the script ends the migration: a script that went on after one would
/// return a record that is migrated in part.
/// </summary>
internal sealed class MigrationScript(ScriptBlock script)
{
    private readonly JsonToObject _reader = new();
    private readonly ObjectToJson _writer = new();

    /// <summary>
    /// The warning about values that the script returned and that were not stored in full; null if there is none.
    /// </summary>
    public string? Warning => _writer.Warning;

    public ReadOnlyMemory<byte> Migrate(string id, ReadOnlyMemory<byte> value, int fromVersion)
    {
        object record = Read(id, value.Span);
        byte[] before = _writer.Write(record).ToArray();
        Collection<PSObject> results;
        try
        {
            results = script.InvokeWithContext(null, [new PSVariable("_", record), new PSVariable("ErrorActionPreference", ActionPreference.Stop)], record, fromVersion);
        }
        catch (PipelineStoppedException e)
        {
            throw new OperationCanceledException(e.Message, e);
        }

        if (results.Count != 1 || results[0] is null)
        {
            throw new CommandException(
                CommandFault.MigrationResult,
                $"The migration script returned {results.Count} objects; it must return exactly one record. End the script with '$_', and send other output to $null.",
                id);
        }

        ReadOnlyMemory<byte> after = _writer.Write(results[0]);
        return after.Span.SequenceEqual(before) ? value : after.ToArray();
    }

    private object Read(string id, ReadOnlySpan<byte> json)
    {
        try
        {
            return _reader.ReadObject(id, json);
        }
        catch (ConversionException e) when (e.Fault is Fault.EmptyKey or Fault.CaseConflict or Fault.ReservedName)
        {
            return _reader.ReadDictionary(id, json);
        }
    }
}
