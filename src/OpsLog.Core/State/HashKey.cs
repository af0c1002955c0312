using System.Buffers.Binary;

namespace OpsLog.Core.State;

/// <summary>The key of <see cref="RecordHash"/>. A program that does not know it can't choose ids that collide.</summary>
/// <param name="First">The first half.</param>
/// <param name="Second">The second half.</param>
internal readonly record struct HashKey(ulong First, ulong Second)
{
    /// <summary>A random key.</summary>
    public static HashKey Create() => new(NewSecret(), NewSecret());

    /// <summary>Both halves of the product of two numbers, folded into one.</summary>
    public static ulong Mix(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }

    // Version 4 identifiers come from the system's secure random generator. The class for random numbers loads a
    // cryptography library first, which takes longer than opening a small store.
    private static ulong NewSecret()
    {
        Span<byte> random = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(random);
        return Mix(BinaryPrimitives.ReadUInt64LittleEndian(random), BinaryPrimitives.ReadUInt64LittleEndian(random[8..])) | 1;
    }
}
