using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpsLog.Core.Json;

/// <summary>Masks of 64 bits, one for each byte of a <see cref="ByteBlock"/>.</summary>
internal static class ByteMask
{
    /// <summary>Moves the bits to the next bytes; the carry is the bit of the last byte of the previous block.</summary>
    public static ulong Shift(ulong mask, ref ulong carry)
    {
        ulong shifted = (mask << 1) | carry;
        carry = mask >> (ByteBlock.Length - 1);
        return shifted;
    }

    /// <summary>For each bit, whether the number of set bits up to it is odd.</summary>
    public static ulong PrefixXor(ulong mask)
    {
        if (Pclmulqdq.IsSupported)
        {
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(mask), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        }

        for (int shift = 1; shift < ByteBlock.Length; shift *= 2)
        {
            mask ^= mask << shift;
        }

        return mask;
    }
}
