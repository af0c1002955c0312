using System.Buffers.Text;

namespace OpsLog.Core.Json;

/// <summary>
/// Whether two texts are equal for a program that reads them into values and writes them again, as the npm package
/// does: with keys in any order, any escapes in strings, and numbers with the precision of a double.
/// </summary>
internal static class JsonEquality
{
    /// <summary>
    /// Records of this engine have less depth; at a greater depth, comparing each level again would take too long.
    /// </summary>
    private const int DeepestCompared = 128;

    /// <summary>Compares two well-formed values. Values that are nested too deeply to compare are considered equal.</summary>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => AreEqual(left, right, 0, exact: false);

    /// <summary>The same, but numbers are equal only if they have the same value in all digits.</summary>
    public static bool AreExactlyEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => AreEqual(left, right, 0, exact: true);

    private static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int depth, bool exact)
    {
        if (depth > DeepestCompared || left.SequenceEqual(right))
        {
            return true;
        }

        return (left[0], right[0]) switch
        {
            ((byte)'{', (byte)'{') => ObjectsEqual(left, right, depth, exact),
            ((byte)'[', (byte)'[') => ArraysEqual(left, right, depth, exact),
            ((byte)'"', (byte)'"') => JsonText.KeysEqual(left[1..^1], right[1..^1]),
            _ when exact => JsonNumberValue.AreEqual(left, right),
            _ => NumbersEqual(left, right),
        };
    }

    private static bool ObjectsEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int depth, bool exact)
    {
        const int Room = 32;
        PatchKeys ours = PatchKeys.OfObject(left, stackalloc PatchKeys.Part[Room]);
        PatchKeys theirs = PatchKeys.OfObject(right, stackalloc PatchKeys.Part[Room]);
        return HoldsAll(ours, theirs, depth, exact) && HoldsAll(theirs, ours, DeepestCompared, exact);
    }

    /// <summary>
    /// Whether each key of one object is in the other with the same value; of duplicate keys the last one is used.
    /// </summary>
    private static bool HoldsAll(PatchKeys keys, PatchKeys others, int depth, bool exact)
    {
        for (int i = 0; i < keys.Count; i++)
        {
            int match = others.Find(keys.Key(i));
            if (match < 0 || (keys.Find(keys.Key(i)) == i && !AreEqual(keys.Value(i), others.Value(match), depth + 1, exact)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ArraysEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int depth, bool exact)
    {
        JsonElements ours = new(left);
        JsonElements theirs = new(right);
        while (ours.MoveNext())
        {
            if (!theirs.MoveNext() || !AreEqual(ours.Value, theirs.Value, depth + 1, exact))
            {
                return false;
            }
        }

        return !theirs.MoveNext();
    }

    private static bool NumbersEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        Utf8Parser.TryParse(left, out double ours, out int read) && read == left.Length
        && Utf8Parser.TryParse(right, out double theirs, out read) && read == right.Length
        && ours.Equals(theirs);
}
