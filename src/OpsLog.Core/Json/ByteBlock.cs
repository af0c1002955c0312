using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpsLog.Core.Json;

/// <summary>64 bytes of a text, which are compared at once; bit 0 of a result is the first byte.</summary>
internal readonly struct ByteBlock
{
    /// <summary>The number of bytes.</summary>
    public const int Length = 64;

    private readonly Vector512<byte> _bytes;
    private readonly int _shift;

    /// <param name="bytes">The bytes.</param>
    /// <param name="shift">The number of bytes at the beginning that do not belong to the block.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ByteBlock(ReadOnlySpan<byte> bytes, int shift)
    {
        _bytes = Vector512.Create(bytes);
        _shift = shift;
    }

    /// <summary>The bytes of the block.</summary>
    public ulong All => ulong.MaxValue >> _shift;

    /// <summary>The bytes that are not ASCII.</summary>
    public ulong NotAscii => Bits(_bytes);

    /// <summary>The control characters.</summary>
    public ulong Controls => Bits(Vector512.Equals(_bytes & Vector512.Create((byte)0xE0), default));

    /// <summary>The bytes with a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Are(byte value) => Bits(Vector512.Equals(_bytes, Vector512.Create(value)));

    /// <summary>The bytes with a value, whether or not their bit 0x20 is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AreInAnyCase(byte value) => Bits(Vector512.Equals(_bytes | Vector512.Create((byte)0x20), Vector512.Create(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Bits(Vector512<byte> bytes) => bytes.ExtractMostSignificantBits() >> _shift;
}
