using System.Collections;
using System.Management.Automation;
using OpsLog.Core.Store;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// When a record was created and last changed: the value of the property <c>OpsLogInfo</c>. The property is not part of
/// the record and is never stored.
/// </summary>
public sealed class OpsLogRecordInfo
{
    internal const string Property = "OpsLogInfo";

    private readonly RecordInfo _info;

    internal OpsLogRecordInfo(RecordInfo info) => _info = info;

    /// <summary>When the record was created, UTC; null if the kept history does not contain it.</summary>
    public DateTime? Created => _info.Created;

    /// <summary>When the value was last set, UTC; null if the kept history does not contain it.</summary>
    public DateTime? Changed => _info.Changed;

    /// <summary>The agent that last set the value; null for a single writer.</summary>
    public string? Agent => _info.Agent;

    /// <summary>Who last set the value; null if it is not known.</summary>
    public string? Author => _info.Author;

    /// <summary>The times and the author, or else the agent, in one line.</summary>
    public override string ToString() =>
        $"created {Text(Created)}, changed {Text(Changed)}{((Author ?? Agent) is { } who ? $" by {who}" : "")}";

    /// <summary>Adds the information to a record in the form of an object or a dictionary.</summary>
    /// <exception cref="ConversionException">The record has a property of this name.</exception>
    internal static void AddTo(object record, OpsLogRecordInfo info)
    {
        switch (Wrapper.Bare(record))
        {
            case IDictionary entries when !entries.Contains(Property):
                entries.Add(Property, info);
                break;
            case PSObject custom when custom.Properties[Property] is null:
                custom.Properties.Add(new PSNoteProperty(Property, info), preValidated: true);
                break;
            default:
                throw new ConversionException(Fault.ReservedName, Property,
                    $"The record has a property '{Property}' of its own, which the information about the record would hide. Get the record without -WithInfo, or remove the property with Set-OpsLogRecord -RemoveProperty {Property}.");
        }
    }

    /// <summary>Whether a property of this name and value is information and not part of a record.</summary>
    internal static bool Is(object? name, object? value) => name is string text && text.Equals(Property, StringComparison.OrdinalIgnoreCase)
        && (Wrapper.Bare(value) is OpsLogRecordInfo || (value is PSObject copy && copy.TypeNames.Contains($"Deserialized.{typeof(OpsLogRecordInfo).FullName}")));

    private static string Text(DateTime? time) => time?.ToString("u", System.Globalization.CultureInfo.InvariantCulture) ?? "unknown";
}
