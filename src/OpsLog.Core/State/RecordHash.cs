using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OpsLog.Core.State;

/// <summary>
/// The hash of an id. Each process has its own key, so no file can contain ids that are chosen to collide; the mixing
/// step is a 64 by 64 bit multiplication folded in half.
/// </summary>
internal static class RecordHash
{
    private static readonly HashKey s_key = HashKey.Create();

    /// <summary>The hash with the key of this process.</summary>
    public static uint Compute(ReadOnlySpan<byte> id) => Compute(id, s_key);

    /// <summary>The hash with another key, for an index in a file.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compute(ReadOnlySpan<byte> id, in HashKey key)
    {
        ulong state = key.First ^ (ulong)id.Length;
        while (id.Length >= 8)
        {
            state = HashKey.Mix(state ^ BinaryPrimitives.ReadUInt64LittleEndian(id), key.Second);
            id = id[8..];
        }

        ulong rest = 0;
        for (int i = 0; i < id.Length; i++)
        {
            rest |= (ulong)id[i] << (8 * i);
        }

        state = HashKey.Mix(state ^ rest, key.Second);
        return (uint)(state ^ (state >> 32));
    }
}
