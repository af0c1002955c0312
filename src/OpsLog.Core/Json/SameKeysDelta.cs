using OpsLog.Core.Primitives;

namespace OpsLog.Core.Json;

/// <summary>
/// The reverse patch of the usual update: both records have the same members in the same order, and some have other values.
/// </summary>
/// <remarks>
/// Such a patch need not be applied to prove that it restores the record. Both records are well-formed and without white
/// space, and no other member has the key of a changed one, so applying it replaces the changed values and nothing else.
/// </remarks>
internal static class SameKeysDelta
{
    /// <summary>The number of members up to which the keys are compared one by one.</summary>
    private const int MaximumMembers = 32;

    /// <summary>
    /// Writes the patch from one record back to the other. Returns false, and leaves the output unchanged, if the records
    /// differ in another way, or the patch is not smaller than the record.
    /// </summary>
    public static bool TryCreate(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> current, ByteBuffer output)
    {
        Span<CompactMember> before = stackalloc CompactMember[MaximumMembers];
        Span<CompactMember> after = stackalloc CompactMember[MaximumMembers];
        if (!CompactObject.TryRead(previous, before, out CompactObject old) || !CompactObject.TryRead(current, after, out CompactObject written) || old.Count != written.Count)
        {
            return false;
        }

        int start = output.Length;
        if (TryWrite(previous, before[..old.Count], current, after[..old.Count], output) && output.Length - start < previous.Length)
        {
            return true;
        }

        output.Truncate(start);
        return false;
    }

    private static bool TryWrite(
        ReadOnlySpan<byte> previous, ReadOnlySpan<CompactMember> before, ReadOnlySpan<byte> current, ReadOnlySpan<CompactMember> after, ByteBuffer output)
    {
        bool isFirst = true;
        for (int i = 0; i < before.Length; i++)
        {
            ReadOnlySpan<byte> key = before[i].Key(previous);
            ReadOnlySpan<byte> value = before[i].Value(previous);
            if (!key.SequenceEqual(after[i].Key(current)) || key.Contains((byte)'\\'))
            {
                return false;
            }

            if (value.SequenceEqual(after[i].Value(current)))
            {
                continue;
            }

            if (!IsOnly(key, i, current, after))
            {
                return false;
            }

            output.Append(isFirst ? "{\"$set\":{\""u8 : ",\""u8);
            output.Append(key);
            output.Append("\":"u8);
            output.Append(value);
            isFirst = false;
        }

        output.Append(isFirst ? "{}"u8 : "}}"u8);
        return true;
    }

    private static bool IsOnly(ReadOnlySpan<byte> key, int index, ReadOnlySpan<byte> record, ReadOnlySpan<CompactMember> members)
    {
        bool isOnly = true;
        for (int i = 0; i < members.Length && isOnly; i++)
        {
            isOnly = i == index || !members[i].Key(record).SequenceEqual(key);
        }

        return isOnly;
    }
}
