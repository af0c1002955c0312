using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>
/// The checksum that closes a JSON object of ours as its last member, <c>,"crc":"xxxxxxxx"}</c>: the CRC-32C of all
/// bytes before that comma, as eight lower-case hexadecimal digits. Programs that don't know it see one more key.
/// </summary>
internal static class Seal
{
    /// <summary>The bytes a seal takes, the closing brace included.</summary>
    public const int Length = 18;

    private static readonly ulong s_marker = BinaryPrimitives.ReadUInt64LittleEndian(",\"crc\":\""u8);

    /// <summary>
    /// Closes an object that was composed from <paramref name="start"/> on without its last brace.
    /// </summary>
    public static void Close(ByteBuffer output, int start)
    {
        uint crc = Crc32C.Compute(output.Span[start..]);
        Span<byte> seal = output.GetSpan(Length);
        BinaryPrimitives.WriteUInt64LittleEndian(seal, s_marker);
        Utf8Formatter.TryFormat(crc, seal[8..], out _, new('x', 8));
        "\"}"u8.CopyTo(seal[16..]);
        output.Advance(Length);
    }

    /// <summary>
    /// Looks for a seal at the end of an object. One wrong bit in the seal's own marker is told from an object that
    /// another program wrote without one.
    /// </summary>
    public static Checksum Verify(ReadOnlySpan<byte> json)
    {
        if (json.Length < Length + 1)
        {
            return Checksum.Absent;
        }

        ReadOnlySpan<byte> seal = json[^Length..];
        int wrongBits = BitOperations.PopCount(BinaryPrimitives.ReadUInt64LittleEndian(seal) ^ s_marker);
        if (wrongBits > 1)
        {
            return Checksum.Absent;
        }

        Span<byte> expected = stackalloc byte[8];
        Utf8Formatter.TryFormat(Crc32C.Compute(json[..^Length]), expected, out _, new('x', 8));
        return wrongBits == 0 && seal[8..16].SequenceEqual(expected) && seal[16..].SequenceEqual("\"}"u8)
            ? Checksum.Valid
            : Checksum.Wrong;
    }
}
