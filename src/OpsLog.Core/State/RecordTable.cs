namespace OpsLog.Core.State;

/// <summary>
/// The current records: ids and values as bytes in an arena, twenty-four bytes of entry and a bucket for each, no
/// object. Entries are kept in the order records were first set and in pages that a view shares until they change.
/// The table is used under the store's lock; a <see cref="RecordView"/> taken from it is not.
/// </summary>
internal sealed partial class RecordTable
{
    internal const int PageShift = 11;
    internal const int PageSize = 1 << PageShift;


    private RecordArena _arena = new();
    private RecordIndex _index = new();
    private RecordEntry[][] _pages = new RecordEntry[4][];
    private bool[] _shared = new bool[4];
    private int _entries;
    private int _indexed;

    /// <summary>The agents whose stamps the table holds.</summary>
    public AgentNames Agents { get; private init; } = new();

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
        bool found = index >= 0 && At(index).IsRecord;
        value = found ? At(index).Value(_arena.Chunks) : default;
        return found;
    }

    /// <summary>Creates or replaces a record; the bytes are copied.</summary>
    public RecordChange Set(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value)
    {
        uint hash = RecordHash.Compute(id);
        return Put(Find(id, hash), new RecordEntry
        {
            Position = _arena.Append(id, value),
            IdLength = id.Length,
            ValueLength = value.Length,
            Hash = hash,
        });
    }

    /// <summary>Removes a record; false, and no change, where there is none.</summary>
    public bool TryRemove(ReadOnlySpan<byte> id, out RecordChange change)
    {
        int index = Find(id, RecordHash.Compute(id));
        if (index < 0 || !At(index).IsRecord)
        {
            change = default;
            return false;
        }

        change = new RecordChange(index, At(index));
        Replace(index, new RecordEntry { ValueLength = RecordEntry.Vacant });
        return true;
    }

    /// <summary>Takes a change back; changes are taken back in the reverse of their order.</summary>
    public void Revert(in RecordChange change)
    {
        if (change.Index >= 0)
        {
            Replace(change.Index, change.Before);
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
            _indexed = _indexed,
            Agents = Agents,
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

        RecordEntry[][] pages = _pages;
        byte[][] chunks = _arena.Chunks;
        int entries = _entries;
        _arena = new RecordArena();
        _index = new RecordIndex();
        _pages = new RecordEntry[4][];
        _shared = new bool[4];
        _entries = 0;
        _indexed = 0;
        Count = 0;
        LiveBytes = 0;
        for (int i = 0; i < entries; i++)
        {
            ref readonly RecordEntry entry = ref pages[i >> PageShift][i & (PageSize - 1)];
            if (!entry.IsVacant)
            {
                Put(-1, Copy(entry, chunks));
            }
        }
    }

    private RecordEntry Copy(in RecordEntry entry, byte[][] chunks)
    {
        ReadOnlySpan<byte> id = entry.Id(chunks);
        ReadOnlySpan<byte> value = entry.Value(chunks);
        return entry with
        {
            Position = entry.IsStamped ? _arena.Append(entry.Stamp(chunks), id, value) : _arena.Append(id, value),
            Gap = 0,
        };
    }

    /// <summary>Puts an entry in place of the one with its id, or, where <paramref name="index"/> is -1, behind the last.</summary>
    private RecordChange Put(int index, in RecordEntry added)
    {
        if (index < 0)
        {
            index = AddEntry();
            _indexed = _entries;
        }

        RecordChange change = new(index, At(index));
        Replace(index, added);
        return change;
    }

    private void Replace(int index, in RecordEntry replacement)
    {
        ref RecordEntry entry = ref Writable(index);
        if (entry.IsVacant != replacement.IsVacant)
        {
            if (entry.IsVacant)
            {
                _index.Add(replacement.Hash, index);
            }
            else
            {
                _index.Remove(entry.Hash, index);
            }
        }

        LiveBytes += replacement.Bytes - entry.Bytes;
        Count += (replacement.IsRecord ? 1 : 0) - (entry.IsRecord ? 1 : 0);
        entry = replacement;
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
        Writable(_entries).ValueLength = RecordEntry.Vacant;
        return _entries++;
    }
}
