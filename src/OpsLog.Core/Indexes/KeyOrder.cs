namespace OpsLog.Core.Indexes;

/// <summary>
/// Pairs of keys and entries in order: sorted chunks in a sorted list. Adding and removing move half of a chunk on
/// average, and the counts of the chunks give the number of pairs in a range without reading them.
/// </summary>
internal sealed class KeyOrder
{
    private const int ChunkSize = 512;
    private const int InitialFill = ChunkSize / 4 * 3;

    private KeyEntry[][] _chunks = [];
    private int[] _counts = [];
    private int _used;

    /// <summary>The number of pairs.</summary>
    public int Count { get; private set; }

    /// <summary>The memory of the pairs, in bytes.</summary>
    public long Bytes => (long)_used * ChunkSize * 16;

    /// <summary>The order of pairs that are sorted.</summary>
    public static KeyOrder Of(ReadOnlySpan<KeyEntry> sorted)
    {
        int chunks = (sorted.Length + InitialFill - 1) / InitialFill;
        KeyOrder order = new() { _chunks = new KeyEntry[chunks][], _counts = new int[chunks], _used = chunks, Count = sorted.Length };
        for (int i = 0; i < chunks; i++)
        {
            ReadOnlySpan<KeyEntry> part = sorted[(i * InitialFill)..];
            part = part[..Math.Min(InitialFill, part.Length)];
            order._chunks[i] = new KeyEntry[ChunkSize];
            order._counts[i] = part.Length;
            part.CopyTo(order._chunks[i]);
        }

        return order;
    }

    /// <summary>Adds a pair that is not there.</summary>
    public void Add(KeyEntry pair)
    {
        if (_used == 0)
        {
            Insert(0, new KeyEntry[ChunkSize], 0);
        }

        int at = ChunkOf(pair);
        if (_counts[at] == ChunkSize)
        {
            Split(at);
            at = ChunkOf(pair);
        }

        KeyEntry[] chunk = _chunks[at];
        int place = PlaceIn(at, pair);
        Array.Copy(chunk, place, chunk, place + 1, _counts[at] - place);
        chunk[place] = pair;
        _counts[at]++;
        Count++;
    }

    /// <summary>Removes a pair that is there.</summary>
    public void Remove(KeyEntry pair)
    {
        int at = ChunkOf(pair);
        int place = PlaceIn(at, pair);
        Array.Copy(_chunks[at], place + 1, _chunks[at], place, _counts[at] - place - 1);
        _counts[at]--;
        Count--;
        if (_counts[at] == 0)
        {
            _used--;
            Array.Copy(_chunks, at + 1, _chunks, at, _used - at);
            Array.Copy(_counts, at + 1, _counts, at, _used - at);
            _chunks[_used] = null!;
        }
    }

    /// <summary>The number of pairs whose keys are in a range.</summary>
    public int CountIn(KeyRange range)
    {
        (int chunk, int place) = Begin(range);
        (int endChunk, int endPlace) = End(range);
        int count = endPlace - place;
        for (; chunk < endChunk; chunk++)
        {
            count += _counts[chunk];
        }

        return count;
    }

    /// <summary>Copies the entries whose keys are in a range; for one key, they are in order.</summary>
    /// <returns>The number of entries.</returns>
    public int Copy(KeyRange range, Span<int> target)
    {
        (int chunk, int place) = Begin(range);
        (int endChunk, int endPlace) = End(range);
        int count = 0;
        for (; chunk <= endChunk && chunk < _used; chunk++)
        {
            int end = chunk == endChunk ? endPlace : _counts[chunk];
            foreach (KeyEntry pair in _chunks[chunk].AsSpan(place, end - place))
            {
                target[count++] = pair.Entry;
            }

            place = 0;
        }

        return count;
    }

    /// <summary>The number of different keys. Reads all of them.</summary>
    public int CountKeys()
    {
        int keys = 0;
        ulong last = 0;
        for (int chunk = 0; chunk < _used; chunk++)
        {
            foreach (KeyEntry pair in _chunks[chunk].AsSpan(0, _counts[chunk]))
            {
                keys += keys == 0 || pair.Key != last ? 1 : 0;
                last = pair.Key;
            }
        }

        return keys;
    }

    private (int Chunk, int Place) Begin(KeyRange range) => Find(new KeyEntry(range.From, -1));

    private (int Chunk, int Place) End(KeyRange range) => Find(new KeyEntry(range.To, int.MaxValue));

    private (int Chunk, int Place) Find(KeyEntry pair)
    {
        if (_used == 0)
        {
            return (0, 0);
        }

        int chunk = ChunkOf(pair);
        return (chunk, PlaceIn(chunk, pair));
    }

    /// <summary>The last chunk that does not begin behind a pair.</summary>
    private int ChunkOf(KeyEntry pair)
    {
        int low = 0, high = _used - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (_chunks[middle][0].CompareTo(pair) <= 0)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private int PlaceIn(int chunk, KeyEntry pair)
    {
        int place = _chunks[chunk].AsSpan(0, _counts[chunk]).BinarySearch(pair);
        return place < 0 ? ~place : place;
    }

    private void Split(int at)
    {
        // Most pairs are added at the end: of a key by newer entries, or of all by newer dates.
        int kept = at == _used - 1 ? InitialFill : ChunkSize / 2;
        KeyEntry[] second = new KeyEntry[ChunkSize];
        Array.Copy(_chunks[at], kept, second, 0, ChunkSize - kept);
        _counts[at] = kept;
        Insert(at + 1, second, ChunkSize - kept);
    }

    private void Insert(int at, KeyEntry[] chunk, int count)
    {
        if (_used == _chunks.Length)
        {
            Array.Resize(ref _chunks, Math.Max(4, _used * 2));
            Array.Resize(ref _counts, _chunks.Length);
        }

        Array.Copy(_chunks, at, _chunks, at + 1, _used - at);
        Array.Copy(_counts, at, _counts, at + 1, _used - at);
        _chunks[at] = chunk;
        _counts[at] = count;
        _used++;
    }
}
