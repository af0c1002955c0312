using OpsLog.Core.Primitives;

namespace OpsLog.Core.Json;

/// <summary>
/// The reverse patch that an update contains instead of the previous record: <c>{"$set":{..},"$unset":[..]}</c> with
/// top-level keys, which converts the new record back to the old one.
/// </summary>
internal static class RecordDelta
{
    /// <summary>With more members, pairing them costs more than the bytes that a patch saves.</summary>
    private const int MaximumMembers = 256;

    /// <summary>The number of levels that enclose a value in a patch.</summary>
    private const int LevelsOfPatch = 2;

    /// <summary>
    /// Writes the patch from <paramref name="current"/> back to <paramref name="previous"/>. Returns false, and leaves
    /// <paramref name="output"/> unchanged, unless the patch is smaller than the record and restores it byte for byte
    /// (for example, a patch can't restore the place of a removed key).
    /// </summary>
    public static bool TryCreate(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> current, ByteBuffer output, ByteBuffer scratch)
    {
        if (SameKeysDelta.TryCreate(previous, current, output))
        {
            return true;
        }

        Span<CompactMember> before = stackalloc CompactMember[MaximumMembers];
        Span<CompactMember> after = stackalloc CompactMember[MaximumMembers];
        if (!TryList(previous, ref before) || !TryList(current, ref after))
        {
            return false;
        }

        int start = output.Length;
        WritePatch(previous, before, current, after, output);
        scratch.Clear();
        if (output.Length - start < previous.Length
            && TryApply(current, output.Span[start..], scratch)
            && scratch.Span.SequenceEqual(previous))
        {
            return true;
        }

        output.Truncate(start);
        return false;
    }

    /// <summary>
    /// Writes <paramref name="record"/> with the patch applied: changed keys in their places, restored keys at the end.
    /// Returns false if the patch does not have the required form; the output must then be discarded.
    /// </summary>
    public static bool TryApply(ReadOnlySpan<byte> record, ReadOnlySpan<byte> patch, ByteBuffer output)
    {
        if (!TryRead(patch, out ReadOnlySpan<byte> set, out ReadOnlySpan<byte> unset))
        {
            return false;
        }

        PatchKeys restored = PatchKeys.OfObject(set, stackalloc PatchKeys.Part[MaximumMembers]);
        PatchKeys removed = PatchKeys.OfList(unset, stackalloc PatchKeys.Part[MaximumMembers]);
        Span<bool> met = restored.Count <= MaximumMembers ? stackalloc bool[restored.Count] : new bool[restored.Count];
        bool first = true;
        JsonMembers members = new(record);
        while (members.MoveNext())
        {
            // A duplicate key is applied once, because otherwise a small patch could create a record of any size.
            int at = restored.Find(members.RawKey);
            bool isRestored = at >= 0 && met[at];
            if (at >= 0)
            {
                met[at] = true;
            }

            if (!isRestored && removed.Find(members.RawKey) < 0)
            {
                WriteMember(output, ref first, members.RawKey, at >= 0 ? restored.Value(at) : members.Value);
            }
        }

        if (!members.IsWhole)
        {
            return false;
        }

        for (int i = 0; i < restored.Count; i++)
        {
            // Of duplicate keys the last one is used, and removing follows restoring.
            if (!met[i] && restored.Find(restored.Key(i)) == i && removed.Find(restored.Key(i)) < 0)
            {
                WriteMember(output, ref first, restored.Key(i), restored.Value(i));
            }
        }

        output.Append(first ? "{}"u8 : "}"u8);
        return true;
    }

    /// <summary>
    /// Whether two records contain the same values with the same top-level keys in any order: a patch of the npm
    /// package, which does not contain the place of a restored key, restores no more than this.
    /// </summary>
    public static bool HaveSameMembers(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        PatchKeys ours = PatchKeys.OfObject(left, stackalloc PatchKeys.Part[MaximumMembers]);
        PatchKeys theirs = PatchKeys.OfObject(right, stackalloc PatchKeys.Part[MaximumMembers]);
        return Covers(ours, theirs) && Covers(theirs, ours);
    }

    /// <summary>Whether the other record contains all members of this one, with the same values.</summary>
    private static bool Covers(in PatchKeys some, in PatchKeys others)
    {
        bool covers = true;
        for (int i = 0; i < some.Count && covers; i++)
        {
            int match = others.Find(some.Key(i));
            covers = match >= 0 && others.Value(match).SequenceEqual(some.Value(some.Find(some.Key(i))));
        }

        return covers;
    }

    private static void WriteMember(ByteBuffer output, ref bool first, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        output.Append(first ? "{\""u8 : ",\""u8);
        first = false;
        output.Append(key);
        output.Append("\":"u8);
        output.Append(value);
    }

    private static void WritePatch(
        ReadOnlySpan<byte> previous, ReadOnlySpan<CompactMember> before, ReadOnlySpan<byte> current, ReadOnlySpan<CompactMember> after, ByteBuffer output)
    {
        Span<bool> kept = stackalloc bool[after.Length];
        output.Append("{"u8);
        bool first = true;
        int next = 0;
        foreach (CompactMember old in before)
        {
            int match = Match(current, after, old.Key(previous), next);
            if (match >= 0)
            {
                kept[match] = true;
                next = match + 1;
                if (old.Value(previous).SequenceEqual(after[match].Value(current)))
                {
                    continue;
                }
            }

            output.Append(first ? "\"$set\":{\""u8 : ",\""u8);
            first = false;
            output.Append(old.Key(previous));
            output.Append("\":"u8);
            output.Append(old.Value(previous));
        }

        if (!first)
        {
            output.Append((byte)'}');
        }

        bool none = true;
        for (int i = 0; i < after.Length; i++)
        {
            if (!kept[i])
            {
                output.Append(!none ? ",\""u8 : first ? "\"$unset\":[\""u8 : ",\"$unset\":[\""u8);
                none = false;
                output.Append(after[i].Key(current));
                output.Append((byte)'"');
            }
        }

        output.Append(none ? "}"u8 : "]}"u8);
    }

    private static int Match(ReadOnlySpan<byte> json, ReadOnlySpan<CompactMember> members, ReadOnlySpan<byte> key, int hint)
    {
        for (int i = 0; i < members.Length; i++)
        {
            int at = hint + i;
            at = at < members.Length ? at : at - members.Length;
            if (at < members.Length && members[at].Key(json).SequenceEqual(key))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>
    /// Lists the members; false if there are too many, or if they are nested so deeply that no reader would accept them
    /// in a patch.
    /// </summary>
    private static bool TryList(ReadOnlySpan<byte> json, ref Span<CompactMember> members)
    {
        if (CompactObject.TryRead(json, members, out CompactObject found))
        {
            members = members[..found.Count];
            return true;
        }

        int count = 0;
        JsonMembers reader = new(json);
        while (reader.MoveNext())
        {
            if (count == members.Length)
            {
                return false;
            }

            members[count++] = new CompactMember
            {
                KeyStart = reader.KeyStart,
                KeyEnd = reader.KeyStart + reader.RawKey.Length,
                ValueStart = reader.ValueStart,
                ValueEnd = reader.ValueStart + reader.Value.Length,
            };
        }

        members = members[..count];
        return reader.IsWhole && reader.Depth + LevelsOfPatch <= JsonWalker.MaximumDepth;
    }

    private static bool TryRead(ReadOnlySpan<byte> patch, out ReadOnlySpan<byte> set, out ReadOnlySpan<byte> unset)
    {
        set = "{}"u8;
        unset = "[]"u8;
        JsonMembers parts = new(patch);
        while (parts.MoveNext())
        {
            if (parts.Key.SequenceEqual("$set"u8))
            {
                set = parts.Value;
            }
            else if (parts.Key.SequenceEqual("$unset"u8))
            {
                unset = parts.Value;
            }
            else
            {
                return false;
            }
        }

        return parts.IsWhole && set[0] == '{' && PatchKeys.IsListOfKeys(unset);
    }
}
