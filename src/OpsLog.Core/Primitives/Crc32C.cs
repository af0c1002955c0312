using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace OpsLog.Core.Primitives;

/// <summary>CRC-32C (Castagnoli), the checksum of every line and file this engine writes.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of what <paramref name="crc"/> stands for followed by more bytes; 0 stands for nothing.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint state = ~crc;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            state = BitOperations.Crc32C(state, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (byte value in bytes[(bytes.Length & ~7)..])
        {
            state = BitOperations.Crc32C(state, value);
        }

        return ~state;
    }
}
