using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// The archive segments that the manifest doesn't name, and which records the logs say were moved to them. An archive
/// writes its segment first and logs the moves last, so one that was cut short has moved nothing.
/// </summary>
internal sealed class UnnamedSegments(IEnumerable<string> names)
{
    private readonly Dictionary<string, HashSet<string>> _moved = names.ToDictionary(
        name => StoreLayout.ParseSegment(name) ?? name, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Notes where an operation moved its record.</summary>
    public void Note(in OperationView operation)
    {
        if (_moved.Count > 0 && !operation.RawSegment.IsEmpty && _moved.TryGetValue(Text(operation.RawSegment), out HashSet<string>? ids))
        {
            ids.Add(Text(operation.RawId));
        }
    }

    /// <summary>Whether a log says that a record was moved to a segment.</summary>
    public bool WasMovedTo(string name, string id) =>
        _moved.TryGetValue(StoreLayout.ParseSegment(name) ?? name, out HashSet<string>? ids) && ids.Contains(id);

    private static string Text(ReadOnlySpan<byte> raw)
    {
        using ByteBuffer plain = new(raw.Length + 1);
        JsonText.Unescape(raw, plain);
        return JsonText.Decode(plain.Span);
    }
}
