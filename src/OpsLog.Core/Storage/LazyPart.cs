using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpsLog.Core.Errors;

namespace OpsLog.Core.Storage;

/// <summary>
/// Consecutive blocks of a <see cref="BlockFile"/> as one array, which are read when they are first used and kept. Any
/// number of threads can use it. Bytes that were read never change, so slices stay valid for as long as they are in use.
/// </summary>
/// <typeparam name="T">The type of the elements, whose size divides that of a block.</typeparam>
internal sealed class LazyPart<T>
    where T : unmanaged
{
    private readonly BlockFile _file;
    private readonly int _firstBlock;
    private readonly int _length;
    private readonly bool[] _isRead;
    private T[]? _items;
    private T[]? _whole;
    private int _missing;

    /// <param name="file">The file.</param>
    /// <param name="firstBlock">The number of the first block.</param>
    /// <param name="bytes">The length of the part in bytes.</param>
    public LazyPart(BlockFile file, int firstBlock, long bytes)
    {
        _file = file;
        _firstBlock = firstBlock;
        _length = checked((int)(bytes / Unsafe.SizeOf<T>()));
        _isRead = new bool[BlockFile.BlocksIn(bytes)];
        _missing = _isRead.Length;
        file.Need(_isRead.Length);
    }

    private static int ItemsInBlock => BlockFile.BlockSize / Unsafe.SizeOf<T>();

    /// <summary>The memory in use, in bytes.</summary>
    public long Capacity => Volatile.Read(ref _items) is { } items ? (long)items.Length * Unsafe.SizeOf<T>() : 0;

    /// <summary>All elements; null until all of them have been read.</summary>
    public T[]? Whole => Volatile.Read(ref _whole);

    /// <summary>Elements of the part; false if the file is damaged there.</summary>
    public bool TrySlice(int offset, int length, out ReadOnlySpan<T> slice)
    {
        int last = (offset + Math.Max(length, 1) - 1) / ItemsInBlock;
        for (int block = offset / ItemsInBlock; block <= last; block++)
        {
            if (!Volatile.Read(ref _isRead[block]) && !TryReadBlocks(block, last))
            {
                slice = default;
                return false;
            }
        }

        slice = _items.AsSpan(offset, length);
        return true;
    }

    private bool TryReadBlocks(int first, int last)
    {
        lock (_file.Gate)
        {
            // After the block before it, the reading is probably sequential. What is behind the requested blocks must not
            // make them fail.
            if (first > 0 && _isRead[first - 1] && TryReadAhead(first))
            {
                return true;
            }

            return TryKeep(first, last);
        }
    }

    private bool TryReadAhead(int first)
    {
        try
        {
            return TryKeep(first, _isRead.Length - 1);
        }
        catch (StorageException)
        {
            return false;
        }
    }

    /// <summary>Reads blocks up to the next one that was read before.</summary>
    private bool TryKeep(int first, int last)
    {
        int end = first;
        while (end <= last && !_isRead[end])
        {
            end++;
        }

        if (end == first)
        {
            return true;
        }

        T[] items = _items ?? GC.AllocateUninitializedArray<T>(_length);
        Span<T> target = items.AsSpan(first * ItemsInBlock, Math.Min(end * ItemsInBlock, _length) - (first * ItemsInBlock));
        if (!_file.TryRead(_firstBlock + first, MemoryMarshal.AsBytes(target)))
        {
            return false;
        }

        Volatile.Write(ref _items, items);
        for (int block = first; block < end; block++)
        {
            Volatile.Write(ref _isRead[block], true);
        }

        _missing -= end - first;
        if (_missing == 0)
        {
            Volatile.Write(ref _whole, items);
        }

        _file.Kept(end - first);
        return true;
    }
}
