using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// The archive segments that the manifest does not name, and the records that were moved to them according to the logs.
/// An archive writes its segment first and logs the moves last, so an interrupted archive has moved nothing.
/// </summary>
internal sealed class UnnamedSegments(IEnumerable<string> names)
{
    private readonly Dictionary<string, HashSet<string>> _moved = names.ToDictionary(
        name => StoreLayout.ParseSegment(name) ?? name, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Records where an operation moved its record.</summary>
    public void Note(in OperationView operation)
    {
        if (_moved.Count > 0 && operation is { Kind: OperationKind.Delete, RawSegment.IsEmpty: false } && _moved.TryGetValue(Text(operation.RawSegment), out HashSet<string>? ids))
        {
            ids.Add(Text(operation.RawId));
        }
    }

    /// <summary>Whether a log contains the move of a record to a segment.</summary>
    public bool WasMovedTo(string name, string id) =>
        _moved.TryGetValue(StoreLayout.ParseSegment(name) ?? name, out HashSet<string>? ids) && ids.Contains(id);

    private static string Text(ReadOnlySpan<byte> raw)
    {
        using ByteBuffer plain = new(raw.Length + 1);
        JsonText.Unescape(raw, plain);
        return JsonText.Decode(plain.Span);
    }
}
