using System.Buffers.Binary;
using System.Numerics;

namespace OpsLog.Core.Primitives;

/// <summary>
/// CRC-32C (Castagnoli, RFC 3720 appendix B.4): reflected, all ones at the start and inverted at the end.
/// </summary>
internal static class Crc32C
{
    /// <summary>The checksum of <paramref name="bytes"/>; 0 for none.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>
    /// The checksum of bytes followed by more of them: <paramref name="crc"/> is what <see cref="Compute"/> or this
    /// method returned for the first ones, so a file can be summed as it is read.
    /// </summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint state = ~crc;
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
}
