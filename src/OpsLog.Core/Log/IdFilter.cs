using OpsLog.Core.Primitives;

namespace OpsLog.Core.Log;

/// <summary>
/// A Bloom filter: the ids that may be in a part of a log. It answers yes for each id that is there, and for about one in
/// two thousand of the others. Ids with equal hashes cost time only, because what is read is compared.
/// </summary>
internal readonly struct IdFilter
{
    private const int BitsPerId = 16;
    private const int Probes = 8;

    private readonly ReadOnlyMemory<byte> _bits;

    /// <param name="bits">The bits of a filter.</param>
    public IdFilter(ReadOnlyMemory<byte> bits) => _bits = bits;

    /// <summary>Its bits, which can be written to a file and used again.</summary>
    public ReadOnlyMemory<byte> Bits => _bits;

    /// <summary>The hash of an id without escapes: the same in every process.</summary>
    public static uint HashOf(ReadOnlySpan<byte> id) => Crc32C.Compute(id);

    /// <summary>The filter of ids with these hashes.</summary>
    public static IdFilter Of(ReadOnlySpan<uint> hashes)
    {
        byte[] bits = new byte[hashes.Length * BitsPerId / 8];
        foreach (uint hash in hashes)
        {
            ulong mixed = Mix(hash);
            for (int probe = 0; probe < Probes; probe++)
            {
                uint bit = BitOf(mixed, probe, bits.Length);
                bits[bit >> 3] |= (byte)(1 << (int)(bit & 7));
            }
        }

        return new IdFilter(bits);
    }

    /// <summary>Whether an id with this hash may be there.</summary>
    public bool MayContain(uint hash)
    {
        ReadOnlySpan<byte> bits = _bits.Span;
        ulong mixed = Mix(hash);
        int found = 0;
        while (found < Probes && bits.Length > 0 && BitOf(mixed, found, bits.Length) is var bit && (bits[(int)(bit >> 3)] & (1 << (int)(bit & 7))) != 0)
        {
            found++;
        }

        return found == Probes;
    }

    private static ulong Mix(uint hash)
    {
        ulong mixed = hash * 0x9E3779B97F4A7C15;
        return (mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9;
    }

    /// <summary>Half of the hash is the first place, and the other half the distance to the next ones.</summary>
    private static uint BitOf(ulong mixed, int probe, int bytes)
    {
        uint place = (uint)mixed + ((uint)probe * ((uint)(mixed >> 32) | 1));
        return (uint)((place * ((ulong)(uint)bytes * 8)) >> 32);
    }
}
