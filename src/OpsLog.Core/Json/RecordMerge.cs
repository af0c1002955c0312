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
        Spellings? spellings = ignoreCase ? SpellingsOf(record) : null;
        patch.Append("{\"$set\":{"u8);
        bool first = true;
        JsonMembers members = new(changes);
        while (members.MoveNext())
        {
            patch.Append(first ? "\""u8 : ",\""u8);
            first = false;
            patch.Append(spellings is null ? members.RawKey : SpellingIn(record, members, spellings));
            patch.Append("\":"u8);
            patch.Append(members.Value);
        }

        patch.Append("}}"u8);
        return members.IsWhole && RecordDelta.TryApply(record, patch.Span, output);
    }

    private static ReadOnlySpan<byte> SpellingIn(ReadOnlySpan<byte> record, in JsonMembers member, Spellings spellings)
    {
        string name = JsonText.Decode(member.Key);
        return !spellings.Exact.Contains(name) && spellings.Similar.TryGetValue(name, out Range similar) ? record[similar] : member.RawKey;
    }

    private static Spellings SpellingsOf(ReadOnlySpan<byte> record)
    {
        Spellings spellings = new(new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, Range>(StringComparer.OrdinalIgnoreCase));
        JsonMembers members = new(record);
        while (members.MoveNext())
        {
            string name = JsonText.Decode(members.Key);
            spellings.Exact.Add(name);
            spellings.Similar[name] = members.KeyStart..(members.KeyStart + members.RawKey.Length);
        }

        return spellings;
    }

    /// <summary>The keys of a record.</summary>
    /// <param name="Exact">As they are.</param>
    /// <param name="Similar">Where they stand, by their names in any case; of several the last.</param>
    private sealed record Spellings(HashSet<string> Exact, Dictionary<string, Range> Similar);
}
