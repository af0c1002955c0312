namespace OpsLog.Core.State;

/// <summary>
/// The current records: ids and values as bytes in an arena, twenty-four bytes of entry and a bucket for each, no
/// object. Entries are kept in the order records were first set and in pages that a view shares until they change.
/// The table is used under the store's lock; a <see cref="RecordView"/> taken from it is not.
/// </summary>
internal sealed class RecordTable
{
    internal const int PageShift = 11;
    internal const int PageSize = 1 << PageShift;

    private const int LookAhead = 32;

    private RecordArena _arena = new();
    private RecordIndex _index = new();
    private RecordEntry[][] _pages = new RecordEntry[4][];
    private bool[] _shared = new bool[4];
    private int _entries;
    private int _indexed;

    /// <summary>How many records there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of ids and values that are current.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>Bytes the arena has taken, superseded values included.</summary>
    public long ArenaBytes => _arena.Capacity;

    /// <summary>Finds a record; false where there is none.</summary>
    public bool TryGet(ReadOnlySpan<byte> id, out ReadOnlySpan<byte> value)
    {
        int index = Find(id, RecordHash.Compute(id));
        value = index < 0 ? default : At(index).Value(_arena.Chunks);
        return index >= 0;
    }

    /// <summary>Creates or replaces a record; the bytes are copied.</summary>
    public RecordChange Set(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value)
    {
        uint hash = RecordHash.Compute(id);
        return Put(id, new RecordEntry
        {
            Position = _arena.Append(id, value),
            IdLength = id.Length,
            ValueLength = value.Length,
            Hash = hash,
        });
    }

    /// <summary>
    /// Adds a record whose bytes stand in a chunk the table has adopted. It is found, and counts, once
    /// <see cref="IndexAdded"/> was called: the index is a random access each, and many of them in a row overlap where
    /// one among the parsing of each line waits for memory.
    /// </summary>
    public void AddInPlace(int chunk, int idOffset, int idLength, int valueOffset, int valueLength)
    {
        long position = RecordArena.Position(chunk, idOffset);
        Writable(AddEntry()) = new RecordEntry
        {
            Position = position,
            IdLength = idLength,
            Gap = valueOffset - idOffset - idLength,
            ValueLength = valueLength,
            Hash = RecordHash.Compute(RecordArena.Slice(_arena.Chunks, position, 0, idLength)),
        };
    }

    /// <summary>Makes what <see cref="AddInPlace"/> added a part of the table; of equal ids the last counts.</summary>
    public void IndexAdded()
    {
        _index.Reserve(_entries);
        for (; _indexed < _entries; _indexed++)
        {
            if (_indexed % LookAhead == 0)
            {
                PeekAhead();
            }

            RecordEntry added = At(_indexed);
            if (Find(added.Id(_arena.Chunks), added.Hash) is >= 0 and var superseded)
            {
                Vacate(ref Writable(superseded), superseded);
            }

            Occupy(added, _indexed);
        }
    }

    /// <summary>Hands over a chunk for <see cref="AddInPlace"/>, filled up to <paramref name="used"/>.</summary>
    public int Adopt(byte[] chunk, int used) => _arena.Adopt(chunk, used);

    /// <summary>Removes a record; false, and no change, where there is none.</summary>
    public bool TryRemove(ReadOnlySpan<byte> id, out RecordChange change)
    {
        int index = Find(id, RecordHash.Compute(id));
        if (index < 0)
        {
            change = default;
            return false;
        }

        ref RecordEntry entry = ref Writable(index);
        change = new RecordChange(index, entry);
        Vacate(ref entry, index);
        return true;
    }

    /// <summary>Takes a change back; changes are taken back in the reverse of their order.</summary>
    public void Revert(in RecordChange change)
    {
        ref RecordEntry entry = ref Writable(change.Index);
        if (!entry.IsVacant)
        {
            Vacate(ref entry, change.Index);
        }

        if (!change.Before.IsVacant)
        {
            entry = change.Before;
            Occupy(entry, change.Index);
        }
    }

    /// <summary>The records as they are now, for reading without the lock; costs a step per page, not per record.</summary>
    public RecordView Freeze()
    {
        int pages = (_entries + PageSize - 1) >> PageShift;
        Array.Fill(_shared, true, 0, pages);
        return new RecordView(_pages[..pages], _arena.Chunks, _entries, Count);
    }

    /// <summary>A table with the same records that changes on its own; pages and bytes are shared until they do.</summary>
    public RecordTable Fork()
    {
        Array.Fill(_shared, true, 0, (_entries + PageSize - 1) >> PageShift);
        return new RecordTable
        {
            _arena = _arena.Fork(),
            _index = _index.Fork(),
            _pages = [.. _pages],
            _shared = [.. _shared],
            _entries = _entries,
            Count = Count,
            LiveBytes = LiveBytes,
        };
    }

    /// <summary>
    /// Copies what is current into a new arena when more than half of the old one is superseded. Not while a
    /// <see cref="RecordChange"/> may still be taken back.
    /// </summary>
    public void CompactIfWasteful()
    {
        bool sparse = _entries - Count > Math.Max(Count, PageSize);
        if (!sparse && _arena.Capacity / 2 <= Math.Max(LiveBytes, 1024 * 1024))
        {
            return;
        }

        RecordView view = Freeze();
        _arena = new RecordArena();
        _index = new RecordIndex();
        _pages = new RecordEntry[4][];
        _shared = new bool[4];
        _entries = 0;
        _indexed = 0;
        Count = 0;
        LiveBytes = 0;
        foreach (RecordRef record in view)
        {
            Set(record.Id, record.Value);
        }
    }

    /// <summary>Has the index's places of the next entries fetched side by side, so that none of them is waited for alone.</summary>
    private ulong PeekAhead()
    {
        ulong peeked = 0;
        for (int i = _indexed; i < Math.Min(_indexed + LookAhead, _entries); i++)
        {
            peeked ^= _index.Peek(At(i).Hash);
        }

        return peeked;
    }

    private RecordChange Put(ReadOnlySpan<byte> id, RecordEntry added)
    {
        int index = Find(id, added.Hash);
        if (index >= 0)
        {
            ref RecordEntry entry = ref Writable(index);
            RecordChange change = new(index, entry);
            LiveBytes += added.ValueLength - entry.ValueLength;
            entry = added;
            return change;
        }

        index = AddEntry();
        _indexed = _entries;
        Writable(index) = added;
        Occupy(added, index);
        return new RecordChange(index, new RecordEntry { ValueLength = RecordEntry.Vacant });
    }

    private void Occupy(in RecordEntry entry, int index)
    {
        _index.Add(entry.Hash, index);
        LiveBytes += entry.IdLength + entry.ValueLength;
        Count++;
    }

    private void Vacate(ref RecordEntry entry, int index)
    {
        _index.Remove(entry.Hash, index);
        LiveBytes -= entry.IdLength + entry.ValueLength;
        entry.ValueLength = RecordEntry.Vacant;
        Count--;
    }

    private int Find(ReadOnlySpan<byte> id, uint hash)
    {
        int bucket = -1;
        while (_index.Next(hash, ref bucket) is >= 0 and var index)
        {
            if (At(index).Id(_arena.Chunks).SequenceEqual(id))
            {
                return index;
            }
        }

        return -1;
    }

    private ref readonly RecordEntry At(int index) => ref _pages[index >> PageShift][index & (PageSize - 1)];

    private ref RecordEntry Writable(int index)
    {
        int page = index >> PageShift;
        if (_shared[page])
        {
            _pages[page] = [.. _pages[page]];
            _shared[page] = false;
        }

        return ref _pages[page][index & (PageSize - 1)];
    }

    private int AddEntry()
    {
        int page = _entries >> PageShift;
        if (page == _pages.Length)
        {
            Array.Resize(ref _pages, page * 2);
            Array.Resize(ref _shared, page * 2);
        }

        _pages[page] ??= new RecordEntry[PageSize];
        return _entries++;
    }
}
