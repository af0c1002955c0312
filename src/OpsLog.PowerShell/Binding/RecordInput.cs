using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>What comes through the pipeline to a cmdlet that wants ids.</summary>
internal static class RecordInput
{
    /// <summary>Text is an id as it is; of anything else the id is in its OpsLogId, never in an Id of its own.</summary>
    /// <exception cref="ConversionException">It has no id.</exception>
    public static string IdOf(object? input) =>
        RecordKey.Unwrap(input) is string id ? RecordKey.ToId(id, RecordKey.Property) : RecordKey.Take(input);
}
