using OpsLog.Core.Primitives;

namespace OpsLog.Core.Json;

/// <summary>Merges the top-level members of one record into another; other members stay.</summary>
internal static class RecordMerge
{
    /// <summary>
    /// Writes <paramref name="record"/> with <paramref name="changes"/> applied: changed keys in their places, new keys
    /// at the end. With <paramref name="ignoreCase"/>, a key that the record contains only in another case changes that
    /// key, which keeps its spelling. Returns false if one of them is not an object; the output must then be discarded.
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
    /// <param name="Exact">The exact names.</param>
    /// <param name="Similar">Their positions by name without case; of several names the last.</param>
    private sealed record Spellings(HashSet<string> Exact, Dictionary<string, Range> Similar);
}
