using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace OpsLog.Core.Primitives;

/// <summary>
/// CRC-32C (Castagnoli, RFC 3720 appendix B.4): reflected, all ones at the start and inverted at the end.
/// </summary>
internal static class Crc32C
{
    private const int Lane = 1024;

    private static readonly uint[] s_acrossLane = MakeAcrossLane();

    /// <summary>The checksum of <paramref name="bytes"/>; 0 for none.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>
    /// The checksum of bytes followed by more bytes: <paramref name="crc"/> is the result of <see cref="Compute"/> or
    /// this method for the first bytes, so a file can be summed while it is read.
    /// </summary>
    // Optimized immediately, because most of a file would be summed before the runtime detects that this is useful.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint state = ~crc;
        while (bytes.Length >= 3 * Lane)
        {
            state = AppendLanes(state, bytes);
            bytes = bytes[(3 * Lane)..];
        }

        while (bytes.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte b in bytes)
        {
            state = BitOperations.Crc32C(state, b);
        }

        return ~state;
    }

    /// <summary>
    /// Sums three lanes in parallel and combines their sums. The processor's instruction takes three cycles, and one
    /// can begin in each cycle, so a single sum uses only a third of it.
    /// </summary>
    // Optimized immediately, because most of a snapshot would be summed before the runtime detects that this is useful.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint AppendLanes(uint state, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> lane1 = bytes[..Lane];
        ReadOnlySpan<byte> lane2 = bytes.Slice(Lane, Lane);
        ReadOnlySpan<byte> lane3 = bytes.Slice(2 * Lane, Lane);
        uint state2 = 0;
        uint state3 = 0;
        for (int i = 0; i < Lane; i += sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(lane1[i..]));
            state2 = BitOperations.Crc32C(state2, BinaryPrimitives.ReadUInt64LittleEndian(lane2[i..]));
            state3 = BitOperations.Crc32C(state3, BinaryPrimitives.ReadUInt64LittleEndian(lane3[i..]));
        }

        return AcrossLane(AcrossLane(state) ^ state2) ^ state3;
    }

    /// <summary>The state after a lane of zeros.</summary>
    private static uint AcrossLane(uint state) =>
        s_acrossLane[state & 0xFF]
        ^ s_acrossLane[0x100 + ((state >> 8) & 0xFF)]
        ^ s_acrossLane[0x200 + ((state >> 16) & 0xFF)]
        ^ s_acrossLane[0x300 + (state >> 24)];

    /// <summary>
    /// For each byte of a state and each of its values: the sum is linear, so values are combined from bits.
    /// </summary>
    private static uint[] MakeAcrossLane()
    {
        uint[] table = new uint[4 * 0x100];
        for (int bit = 0; bit < 32; bit++)
        {
            uint state = 1U << bit;
            for (int i = 0; i < Lane; i += sizeof(ulong))
            {
                state = BitOperations.Crc32C(state, 0UL);
            }

            int start = bit / 8 * 0x100;
            int value = 1 << (bit % 8);
            for (int below = 0; below < value; below++)
            {
                table[start + value + below] = state ^ table[start + below];
            }
        }

        return table;
    }
}
