using OpsLog.Core.Primitives;

namespace OpsLog.Core.Json;

/// <summary>
/// Merges changes into a record. An object is changed by a patch of <see cref="RecordDelta"/>, whose values are nested
/// objects that were merged before: each of them is at the depth that it has in the record or in the changes.
/// </summary>
internal static class RecordMerge
{
    /// <summary>
    /// Writes <paramref name="record"/> with <paramref name="changes"/> applied: changed keys in their places, new keys
    /// at the end, removed keys left out. Returns false if one of them is not an object; the output must then be discarded.
    /// </summary>
    public static bool TryApply(
        ReadOnlySpan<byte> record, ReadOnlySpan<byte> changes, MergeOptions options, ByteBuffer patch, ByteBuffer output)
    {
        if (!TryMerge(record, changes, options, patch, output))
        {
            return false;
        }

        foreach (string property in options.Remove)
        {
            patch.Clear();
            if (TryRemove(output.Span, property, options.IgnoreCase, patch))
            {
                output.Clear();
                output.Append(patch.Span);
            }
        }

        return true;
    }

    private static bool TryMerge(ReadOnlySpan<byte> record, ReadOnlySpan<byte> changes, MergeOptions options, ByteBuffer patch, ByteBuffer output)
    {
        MemberNames? names = options.IgnoreCase || options.Deep ? new MemberNames(record, options.IgnoreCase) : null;
        patch.Append("{\"$set\":{"u8);
        bool first = true;
        JsonMembers members = new(changes);
        while (members.MoveNext())
        {
            MemberNames.Member member = default;
            bool exists = names?.TryFind(JsonText.Decode(members.Key), out member) == true;
            patch.Append(first ? "\""u8 : ",\""u8);
            first = false;
            patch.Append(exists ? record[member.Key] : members.RawKey);
            patch.Append("\":"u8);
            if (exists && options.Deep && RecordJson.IsObject(record[member.Value]) && RecordJson.IsObject(members.Value))
            {
                using ByteBuffer nested = new();
                if (!TryMerge(record[member.Value], members.Value, options, nested, patch))
                {
                    return false;
                }
            }
            else
            {
                patch.Append(members.Value);
            }
        }

        patch.Append("}}"u8);
        return members.IsWhole && RecordDelta.TryApply(record, patch.Span, output);
    }

    private static bool TryRemove(ReadOnlySpan<byte> record, string property, bool ignoreCase, ByteBuffer output) =>
        TryRemove(record, [property], ignoreCase, output)
        || (PropertyName.NamesOf(property) is { Length: > 1 } path && TryRemove(record, path, ignoreCase, output));

    /// <summary>Writes the record without a property; false, and no output, if it does not have the property.</summary>
    private static bool TryRemove(ReadOnlySpan<byte> record, ReadOnlySpan<string> path, bool ignoreCase, ByteBuffer output)
    {
        if (!RecordJson.IsObject(record) || !new MemberNames(record, ignoreCase).TryFind(path[0], out MemberNames.Member member))
        {
            return false;
        }

        using ByteBuffer patch = new();
        patch.Append(path.Length == 1 ? "{\"$unset\":[\""u8 : "{\"$set\":{\""u8);
        patch.Append(record[member.Key]);
        patch.Append(path.Length == 1 ? "\"]}"u8 : "\":"u8);
        if (path.Length > 1)
        {
            if (!TryRemove(record[member.Value], path[1..], ignoreCase, patch))
            {
                return false;
            }

            patch.Append("}}"u8);
        }

        return RecordDelta.TryApply(record, patch.Span, output);
    }
}
