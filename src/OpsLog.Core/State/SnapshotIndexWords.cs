using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.State;

/// <summary>
/// The entries and buckets of an index file, read on demand. Where the file is damaged, all of them are made again from the
/// snapshot.
/// </summary>
/// <param name="head">The head of the index file.</param>
/// <param name="source">The index file.</param>
/// <param name="chunks">The snapshot.</param>
/// <param name="location">The store in messages.</param>
internal sealed class SnapshotIndexWords(SnapshotIndexHead head, IObjectReader source, SnapshotChunks chunks, string location) : IDisposable
{
    private readonly BlockFile _file = new(source, head.Length, head.BodyLength, head.Blocks, location);
    private readonly LazyPart<ulong>[] _parts = new LazyPart<ulong>[(int)((head.BodyLength + PartSize - 1) / PartSize)];
    private SnapshotIndexBuilder? _madeAgain;

    private static long PartSize => (long)WordPieces.PieceLength * sizeof(ulong);

    /// <summary>The memory in use, in bytes.</summary>
    public long Capacity => _parts.Sum(part => part.Capacity);

    /// <summary>Prepares the parts; reads nothing.</summary>
    public SnapshotIndexWords Prepare()
    {
        for (int part = 0; part < _parts.Length; part++)
        {
            long start = part * PartSize;
            _parts[part] = new LazyPart<ulong>(_file, (int)(start / BlockFile.BlockSize), Math.Min(PartSize, head.BodyLength - start));
        }

        return this;
    }

    /// <summary>A word: the entries of the records in their order, then the buckets.</summary>
    public ulong this[long index]
    {
        get
        {
            if (Volatile.Read(ref _madeAgain) is { } made)
            {
                return made.WordAt(index);
            }

            return TryRead(index, out ulong word) ? word : MakeAgain().WordAt(index);
        }
    }

    /// <summary>Begins to load a word into the processor's cache, unless it is not in memory.</summary>
    public void Expect(long index)
    {
        if (_parts[(int)(index >> WordPieces.Shift)].Whole is { } whole)
        {
            ProcessorCache.Prefetch(ref whole[(int)index & (WordPieces.PieceLength - 1)]);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Reads a word; false if the file is damaged or can't be read.</summary>
    private bool TryRead(long index, out ulong word)
    {
        int within = (int)index & (WordPieces.PieceLength - 1);
        LazyPart<ulong> part = _parts[(int)(index >> WordPieces.Shift)];
        if (part.Whole is { } whole)
        {
            word = whole[within];
            return true;
        }

        bool isRead;
        ReadOnlySpan<ulong> slice;
        try
        {
            isRead = part.TrySlice(within, 1, out slice);
        }
        catch (StorageException)
        {
            word = 0;
            return false;
        }

        word = isRead ? slice[0] : 0;
        return isRead;
    }

    private SnapshotIndexBuilder MakeAgain()
    {
        lock (_file.Gate)
        {
            if (_madeAgain is null)
            {
                SnapshotIndexBuilder builder = new(head.Key);
                builder.SkipHeader(head.Chunks[0].Offset);
                for (int chunk = 0; chunk < chunks.Count; chunk++)
                {
                    int first = chunks.FirstLine(chunk);
                    AddLines(builder, chunks.Slice(chunk, first, chunks.End(chunk) - first));
                }

                builder.Complete();
                Volatile.Write(ref _madeAgain, builder);
            }

            return _madeAgain;
        }
    }

    private static void AddLines(SnapshotIndexBuilder builder, ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            int length = lines.IndexOf((byte)'\n') + 1;
            builder.TryAdd(lines[..length]);
            lines = lines[length..];
        }
    }
}
