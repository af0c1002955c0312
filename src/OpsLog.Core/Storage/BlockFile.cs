using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Storage;

/// <summary>
/// A part of an immutable object in blocks of <see cref="BlockSize"/> bytes, each with its CRC-32C. Blocks are verified
/// when they are read. Used by several threads under <see cref="Gate"/>.
/// </summary>
/// <param name="source">The object. It is closed when all blocks that can be needed have been read.</param>
/// <param name="start">Where the first block begins in the object, in bytes.</param>
/// <param name="length">The length of all blocks in bytes.</param>
/// <param name="checksums">The CRC-32C of each block.</param>
/// <param name="location">The store in messages.</param>
internal sealed class BlockFile(IObjectReader source, long start, long length, uint[] checksums, string location) : IDisposable
{
    /// <summary>The length of a block in bytes; the last one can be shorter.</summary>
    public const int BlockSize = 32 * 1024;

    private int _needed;
    private bool _isClosed;

    /// <summary>The lock for reading.</summary>
    public object Gate { get; } = new();

    /// <summary>The number of blocks in so many bytes.</summary>
    public static int BlocksIn(long bytes) => checked((int)((bytes + BlockSize - 1) / BlockSize));

    /// <summary>The offset of the block that contains an offset, in bytes.</summary>
    public static long StartOf(long offset) => offset / BlockSize * BlockSize;

    /// <summary>Adds a number of blocks that a <see cref="LazyPart{T}"/> can request.</summary>
    public void Need(int blocks) => _needed += blocks;

    /// <summary>
    /// Reads consecutive blocks; <paramref name="target"/> ends with the last one. False if one of them does not match its
    /// checksum.
    /// </summary>
    /// <exception cref="StoreClosedException">The store is closed.</exception>
    public bool TryRead(int block, Span<byte> target)
    {
        if (_isClosed)
        {
            throw new StoreClosedException(location);
        }

        long from = (long)block * BlockSize;
        int wanted = (int)Math.Min(target.Length, length - from);
        if (source.Read(start + from, target[..wanted]) != wanted)
        {
            return false;
        }

        for (int read = 0; read < wanted; read += BlockSize, block++)
        {
            if (Crc32C.Compute(target[read..Math.Min(read + BlockSize, wanted)]) != checksums[block])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Notes that blocks were kept, so they will not be requested again.</summary>
    public void Kept(int blocks)
    {
        _needed -= blocks;
        if (_needed == 0)
        {
            source.Dispose();
        }
    }

    /// <summary>Closes the object. What was read can still be used.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            _isClosed = true;
            source.Dispose();
        }
    }
}
