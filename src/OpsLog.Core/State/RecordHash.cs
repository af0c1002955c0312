using System.Buffers.Binary;

namespace OpsLog.Core.State;

/// <summary>
/// The hash of an id. Each process has its own secrets, so no file can contain ids that are chosen to collide; the
/// mixing step is a 64 by 64 bit multiplication folded in half.
/// </summary>
internal static class RecordHash
{
    private static readonly ulong s_first = NewSecret();
    private static readonly ulong s_second = NewSecret();

    public static uint Compute(ReadOnlySpan<byte> id)
    {
        ulong state = s_first ^ (ulong)id.Length;
        while (id.Length >= 8)
        {
            state = Mix(state ^ BinaryPrimitives.ReadUInt64LittleEndian(id), s_second);
            id = id[8..];
        }

        ulong rest = 0;
        for (int i = 0; i < id.Length; i++)
        {
            rest |= (ulong)id[i] << (8 * i);
        }

        state = Mix(state ^ rest, s_second);
        return (uint)(state ^ (state >> 32));
    }

    // Version 4 identifiers come from the system's secure random generator. The class for random numbers loads a
    // cryptography library first, which takes longer than opening a small store.
    private static ulong NewSecret()
    {
        Span<byte> random = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(random);
        return Mix(BinaryPrimitives.ReadUInt64LittleEndian(random), BinaryPrimitives.ReadUInt64LittleEndian(random[8..])) | 1;
    }

    private static ulong Mix(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}
