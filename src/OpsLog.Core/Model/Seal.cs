using System.Runtime.CompilerServices;
using System.Buffers.Binary;
using System.Numerics;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>
/// The checksum that ends a JSON object of this engine as its last member, <c>,"crc":"xxxxxxxx"}</c>: the CRC-32C of
/// all bytes before that comma, as eight lower-case hexadecimal digits. Programs that do not support it see one more
/// key.
/// </summary>
internal static class Seal
{
    /// <summary>The number of bytes of a seal, including the closing brace.</summary>
    public const int Length = 18;

    private const ulong Letters = 0x000000_FFFFFF_0000;

    private static readonly ulong s_marker = BinaryPrimitives.ReadUInt64LittleEndian(",\"crc\":\""u8);

    /// <summary>Ends an object that was composed from <paramref name="start"/> without its last brace.</summary>
    public static void Close(ByteBuffer output, int start) => Append(output, Crc32C.Compute(output.Span[start..]));

    /// <summary>Appends a seal to an object whose previous bytes have a known checksum.</summary>
    public static void Append(ByteBuffer output, uint crc)
    {
        Span<byte> seal = output.GetSpan(Length);
        BinaryPrimitives.WriteUInt64LittleEndian(seal, s_marker);
        BinaryPrimitives.WriteUInt64LittleEndian(seal[8..], Digits(crc));
        "\"}"u8.CopyTo(seal[16..]);
        output.Advance(Length);
    }

    /// <summary>Looks for a seal at the end of an object.</summary>
    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Checksum Verify(ReadOnlySpan<byte> json)
    {
        if (json.Length <= Length || !MayBeSeal(json[^Length..]))
        {
            return Checksum.Absent;
        }

        return IsSealFor(json[^Length..], Crc32C.Compute(json[..^Length])) ? Checksum.Valid : Checksum.Wrong;
    }

    /// <summary>
    /// Whether the last bytes of an object are a seal, correct or wrong. One wrong bit in the marker, or one or two
    /// wrong letters of its key, with which the object is still well-formed, can be distinguished from an object that
    /// another program wrote without a seal, because the npm package ends no object with such a member.
    /// </summary>
    public static bool MayBeSeal(ReadOnlySpan<byte> last)
    {
        ulong difference = BinaryPrimitives.ReadUInt64LittleEndian(last) ^ s_marker;
        return BitOperations.PopCount(difference) <= 1
            || ((difference & ~Letters) == 0 && HasRightLetter(difference) && IsDigits(last[8..16]) && last[16..18].SequenceEqual("\"}"u8));
    }

    /// <summary>
    /// Whether a damaged line once ended with a seal: at least half of the bytes that are the same in all seals are
    /// still there.
    /// </summary>
    public static bool LooksSealed(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> form = ",\"crc\":\"........\"}"u8;
        int same = 0;
        for (int i = 0; i < Length && line.Length > Length; i++)
        {
            same += form[i] != '.' && line[line.Length - Length + i] == form[i] ? 1 : 0;
        }

        return same >= 5;
    }

    /// <summary>Whether the last bytes of an object are the seal of data with the checksum <paramref name="crc"/>.</summary>
    public static bool IsSealFor(ReadOnlySpan<byte> last, uint crc)
    {
        return BinaryPrimitives.ReadUInt64LittleEndian(last) == s_marker
            && BinaryPrimitives.ReadUInt64LittleEndian(last[8..]) == Digits(crc)
            && last[16..].SequenceEqual("\"}"u8);
    }

    /// <summary>The eight digits of a checksum, the first one in the lowest byte.</summary>
    private static ulong Digits(uint crc)
    {
        // One byte for each half byte, all of them computed at once.
        ulong digits = BinaryPrimitives.ReverseEndianness(crc);
        digits = (digits | (digits << 16)) & 0x0000FFFF_0000FFFF;
        digits = (digits | (digits << 8)) & 0x00FF00FF_00FF00FF;
        digits = ((digits >> 4) & 0x000F000F_000F000F) | ((digits & 0x000F000F_000F000F) << 8);
        ulong letters = ((digits + 0x06060606_06060606) >> 4) & 0x01010101_01010101;
        return digits + 0x30303030_30303030 + (letters * ('a' - '0' - 10));
    }

    private static bool HasRightLetter(ulong difference) =>
        (difference & 0xFF_0000) == 0 || (difference & 0xFF_000000) == 0 || (difference & 0xFF_00000000) == 0;

    private static bool IsDigits(ReadOnlySpan<byte> digits)
    {
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiHexDigitLower((char)digit))
            {
                return false;
            }
        }

        return true;
    }
}
