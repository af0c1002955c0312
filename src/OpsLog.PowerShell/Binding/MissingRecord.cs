using OpsLog.Core.Errors;

namespace OpsLog.PowerShell.Binding;

/// <summary>The error of an id without a record, which says where the record was searched.</summary>
internal static class MissingRecord
{
    private const string Advice = "Check the id; ids are case-sensitive.";

    /// <param name="id">The id.</param>
    /// <param name="segments">The archive segments that were searched.</param>
    /// <param name="active">Whether the active records were searched too.</param>
    public static RecordNotFoundException In(string id, IReadOnlyCollection<string> segments, bool active = false)
    {
        string places = segments.Count == 1 ? $"the archive segment '{segments.First()}'" : IdList.Describe(segments, "archive segment");
        return (active, segments.Count) switch
        {
            (true, 0) => new RecordNotFoundException(id),
            (true, _) => new RecordNotFoundException(id, $"Record '{id}' is neither active nor in {places}. {Advice}"),
            (false, 0) => new RecordNotFoundException(id, $"Record '{id}' was not found: no archive segment was selected. Check the name of the segment."),
            _ => new RecordNotFoundException(id, $"Record '{id}' is not in {places}. {Advice} Get-OpsLogRecord -IncludeArchive searches all segments."),
        };
    }
}
