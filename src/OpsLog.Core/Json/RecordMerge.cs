using OpsLog.Core.Primitives;

namespace OpsLog.Core.Json;

/// <summary>Puts the top-level members of one record over those of another; what it doesn't name stays.</summary>
internal static class RecordMerge
{
    /// <summary>
    /// Writes <paramref name="record"/> with <paramref name="changes"/> over it: changed keys in their places, new ones
    /// at the end. With <paramref name="ignoreCase"/> a key the record has only in another case is that key, and keeps
    /// the record's spelling. Returns false if either is no object; what was written then is to be thrown away.
    /// </summary>
    public static bool TryApply(
        ReadOnlySpan<byte> record, ReadOnlySpan<byte> changes, bool ignoreCase, ByteBuffer patch, ByteBuffer output)
    {
        patch.Append("{\"$set\":{"u8);
        bool first = true;
        JsonMembers members = new(changes);
        while (members.MoveNext())
        {
            patch.Append(first ? "\""u8 : ",\""u8);
            first = false;
            patch.Append(ignoreCase ? SpellingIn(record, members.RawKey) : members.RawKey);
            patch.Append("\":"u8);
            patch.Append(members.Value);
        }

        patch.Append("}}"u8);
        return members.IsWhole && RecordDelta.TryApply(record, patch.Span, output);
    }

    private static ReadOnlySpan<byte> SpellingIn(ReadOnlySpan<byte> record, ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> similar = key;
        string? wanted = null;
        JsonMembers members = new(record);
        while (members.MoveNext())
        {
            if (JsonText.KeysEqual(members.RawKey, key))
            {
                return key;
            }

            wanted ??= Text(key);
            if (Text(members.RawKey).Equals(wanted, StringComparison.OrdinalIgnoreCase))
            {
                similar = members.RawKey;
            }
        }

        return similar;
    }

    private static string Text(ReadOnlySpan<byte> raw)
    {
        using ByteBuffer plain = new(raw.Length + 1);
        JsonText.Unescape(raw, plain);
        return JsonText.Decode(plain.Span);
    }
}
