using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Store;

/// <summary>When records were created and last changed, as far as the kept history contains it.</summary>
public sealed class RecordInfos
{
    private readonly Dictionary<string, List<Version>> _versions = new(StringComparer.Ordinal);

    internal RecordInfos(IEnumerable<LoggedOperation> oldestFirst)
    {
        foreach (LoggedOperation operation in oldestFirst)
        {
            if (operation is not { Kind: OperationKind.Set, After: { } after } || IsMove(operation, after))
            {
                continue;
            }

            if (!_versions.TryGetValue(operation.Id, out List<Version>? versions))
            {
                _versions.Add(operation.Id, versions = []);
            }

            bool creates = operation is { Before: null, IsUndo: false };
            versions.Add(new Version(operation.Time, operation.Agent, operation.Author, HashOf(after.Span), creates));
        }
    }

    /// <summary>
    /// The information about a record with this value: the last operation that set the value, and the one that created the
    /// record before it. An operation that lost to another agent's, or set an earlier or later record with this id, is not
    /// meant. Where the kept history does not contain the value, nothing is known.
    /// </summary>
    /// <param name="id">The id.</param>
    /// <param name="value">The active or archived value, a JSON object in UTF-8.</param>
    public RecordInfo Find(string id, ReadOnlySpan<byte> value)
    {
        List<Version> versions = _versions.GetValueOrDefault(id, []);
        uint hash = HashOf(value);
        int last = versions.FindLastIndex(version => version.Hash == hash);
        if (last < 0)
        {
            return default;
        }

        int created = versions.FindLastIndex(last, version => version.Creates);
        return new RecordInfo(created < 0 ? null : versions[created].Time, versions[last].Time, versions[last].Agent, versions[last].Author);
    }

    /// <summary>Whether it only moved the record back from the archive.</summary>
    private static bool IsMove(LoggedOperation operation, ReadOnlyMemory<byte> after) =>
        operation.IsRestoring && (operation.Before is not { } before || RecordJson.AreEqual(before.Span, after.Span));

    private static uint HashOf(ReadOnlySpan<byte> value)
    {
        using ByteBuffer compact = new(value.Length);
        RecordJson.Minify(value, compact);
        return Crc32C.Append(0, compact.Span);
    }

    /// <summary>A value that a record has had.</summary>
    private readonly record struct Version(DateTime? Time, string? Agent, string? Author, uint Hash, bool Creates);
}
