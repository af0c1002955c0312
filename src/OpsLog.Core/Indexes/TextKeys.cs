using System.Buffers.Binary;
using System.Text;

namespace OpsLog.Core.Indexes;

/// <summary>
/// The keys of texts, which are the same for texts that differ only in case: the bytes of a short text, a number for
/// each of the first longer texts, and a hash for all other ones. Only a hash can be that of another text as well.
/// </summary>
internal sealed class TextKeys
{
    private const int ShortLength = 8;
    private const int LongestNumbered = 256;
    private const int MostNumbered = 4096;
    private const ulong NumberedTexts = 1UL << 56;
    private const ulong Hashes = 1UL << 63;

    private readonly byte[][] _texts = new byte[MostNumbered][];
    private readonly int[] _buckets = new int[MostNumbered * 2];
    private int _count;

    /// <summary>Whether texts with this key are the same text.</summary>
    public static bool IsExact(ulong key) => key < Hashes;

    /// <summary>The key of the text of a record: printable characters in ASCII.</summary>
    public ulong Add(ReadOnlySpan<byte> text) => KeyOf(text, adds: true);

    /// <summary>The key of the same text in records.</summary>
    public ulong Find(ReadOnlySpan<byte> text) => KeyOf(text, adds: false);

    private ulong KeyOf(ReadOnlySpan<byte> text, bool adds)
    {
        Span<byte> lower = stackalloc byte[LongestNumbered];
        _ = Ascii.ToLower(text[..Math.Min(text.Length, LongestNumbered)], lower, out int length);
        lower = lower[..length];
        if (length <= ShortLength)
        {
            Span<byte> padded = stackalloc byte[ShortLength];
            padded.Clear();
            lower.CopyTo(padded);
            return BinaryPrimitives.ReadUInt64BigEndian(padded);
        }

        uint hash = HashOf(lower);
        return text.Length <= LongestNumbered && NumberOf(lower, hash, adds) is >= 0 and var number
            ? NumberedTexts | (uint)number
            : Hashes | hash;
    }

    /// <summary>The number of a text; -1 if it has none.</summary>
    private int NumberOf(ReadOnlySpan<byte> lower, uint hash, bool adds)
    {
        int mask = _buckets.Length - 1;
        int bucket = (int)hash & mask;
        for (; _buckets[bucket] != 0; bucket = (bucket + 1) & mask)
        {
            if (_texts[_buckets[bucket] - 1].AsSpan().SequenceEqual(lower))
            {
                return _buckets[bucket] - 1;
            }
        }

        if (!adds || _count == MostNumbered)
        {
            return -1;
        }

        _texts[_count] = lower.ToArray();
        _buckets[bucket] = ++_count;
        return _count - 1;
    }

    private static uint HashOf(ReadOnlySpan<byte> text)
    {
        HashCode hash = default;
        hash.AddBytes(text);
        return (uint)hash.ToHashCode();
    }
}
