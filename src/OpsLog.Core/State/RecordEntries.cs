using OpsLog.Core.Indexes;

namespace OpsLog.Core.State;

/// <summary>
/// The entries of a table with the bytes they refer to: found by id, added, replaced, counted. The records of a snapshot
/// that is read on demand come first. The bytes of an entry that is replaced stay where they are, so a replacement can be
/// reverted.
/// </summary>
internal sealed class RecordEntries
{
    private const int LookAhead = 32;

    private RecordArena _arena = new();
    private EntryLookup _lookup;
    private RecordPages _pages;
    private IndexedSnapshot? _snapshot;
    private int _found;

    /// <summary>How many of the live bytes are in the snapshot and not in the arena.</summary>
    private long _bytesInSnapshot;

    /// <summary>The records of a snapshot that is read on demand, or none.</summary>
    public RecordEntries(IndexedSnapshot? snapshot = null)
    {
        _lookup = new EntryLookup(snapshot);
        Begin(snapshot);
    }

    /// <summary>The indexes of properties, which note each entry that changes.</summary>
    public PropertyIndexes Indexes { get; } = new();

    /// <summary>The number of records.</summary>
    public int Count { get; private set; }

    /// <summary>The number of bytes of current ids and values.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>Where ids and values are added.</summary>
    public RecordArena Arena => _arena;

    /// <summary>The bytes that the entries refer to.</summary>
    public RecordBytes Bytes => new(_arena.Chunks, _snapshot);

    /// <summary>The snapshot if its records are read on demand.</summary>
    public IndexedSnapshot? Snapshot => _snapshot;

    /// <summary>The memory that ids and values use, in bytes, including superseded ones.</summary>
    public long MemoryBytes => _arena.Capacity + (_snapshot?.Capacity ?? 0);

    /// <summary>The number of the entry of an id; -1 if there is none.</summary>
    public int Find(ReadOnlySpan<byte> id, uint hash) => _lookup.Find(_pages, Bytes, id, hash);

    /// <summary>Begins to load what <see cref="Find"/> will read into the processor's cache; needs no lock.</summary>
    public void Expect(ReadOnlySpan<byte> id, uint hash) => _lookup.Expect(id, hash);

    /// <summary>An entry.</summary>
    public ref readonly RecordEntry At(int index) => ref _pages.At(index);

    /// <summary>Replaces the entry with this number, or, if <paramref name="index"/> is -1, adds the entry at the end.</summary>
    public RecordChange Put(int index, in RecordEntry added)
    {
        if (index < 0)
        {
            index = _pages.Add();
            _found = _pages.Count;
        }

        RecordChange change = new(index, _pages.At(index));
        Replace(index, added);
        return change;
    }

    /// <summary>Replaces an entry.</summary>
    public void Replace(int index, in RecordEntry replacement)
    {
        ref RecordEntry entry = ref _pages.Writable(index);
        if (entry.IsVacant != replacement.IsVacant)
        {
            if (entry.IsVacant)
            {
                _lookup.Add(replacement.Hash, index);
            }
            else
            {
                _lookup.Remove(entry.Hash, index);
            }
        }

        LiveBytes += replacement.Bytes - entry.Bytes;
        _bytesInSnapshot += (replacement.IsInSnapshot ? replacement.Bytes : 0) - (entry.IsInSnapshot ? entry.Bytes : 0);
        Count += (replacement.IsRecord ? 1 : 0) - (entry.IsRecord ? 1 : 0);
        entry = replacement;
        Indexes.Note(index);
    }

    /// <summary>Adds an entry that <see cref="Find"/> returns, and that is counted, after <see cref="IndexAdded"/>.</summary>
    public void AddUnindexed(in RecordEntry entry) => _pages.Writable(_pages.Add()) = entry;

    /// <summary>
    /// Makes the entries of <see cref="AddUnindexed"/> part of the table; of duplicate ids the last one is used.
    /// </summary>
    public void IndexAdded()
    {
        _lookup.Reserve(_pages.Count);
        RecordBytes bytes = Bytes;
        for (; _found < _pages.Count; _found++)
        {
            if (_found % LookAhead == 0)
            {
                PeekAhead();
            }

            RecordEntry added = _pages.At(_found);
            if (Find(added.Id(bytes), added.Hash) is >= 0 and var superseded)
            {
                // At the place of the first, as everywhere.
                Replace(superseded, added);
                _pages.Writable(_found).ValueLength = RecordEntry.Vacant;
                continue;
            }

            _lookup.Add(added.Hash, _found);
            LiveBytes += added.Bytes;
            Count++;
        }
    }

    /// <summary>The entries as they are now, for reading without a lock.</summary>
    public RecordView Freeze()
    {
        return new RecordView(_pages.Share(), Bytes, _snapshot?.Borrow(), _pages.Count, Count, LiveBytes);
    }

    /// <summary>The same entries, to be changed independently; pages and bytes are shared until they change.</summary>
    public RecordEntries Fork() => new(_snapshot)
    {
        _arena = _arena.Fork(),
        _lookup = _lookup.Fork(),
        _pages = _pages.Fork(),
        _found = _found,
        _bytesInSnapshot = _bytesInSnapshot,
        Count = Count,
        LiveBytes = LiveBytes,
    };

    /// <summary>
    /// Copies the current bytes to a new arena if more than half of the old one is superseded, and numbers the entries again
    /// if more than half of them are vacant. No <see cref="RecordChange"/> can be reverted after it.
    /// </summary>
    public void ReclaimSuperseded()
    {
        if (_pages.Count - Count > Math.Max(Count, RecordPage.Size))
        {
            Renumber();
        }
        else if (_arena.Capacity / 2 > Math.Max(LiveBytes - _bytesInSnapshot, 1024 * 1024))
        {
            MoveToNewArena();
        }
    }

    /// <summary>The number of the first tombstone from <paramref name="index"/> on; -1 if there is none.</summary>
    public int NextTombstone(int index)
    {
        // A snapshot that is read on demand has none.
        for (int i = _pages.NextInMemory(index); i < _pages.Count; i = _pages.NextInMemory(i + 1))
        {
            if (_pages.At(i).IsTombstone)
            {
                return i;
            }
        }

        return -1;
    }

    private void MoveToNewArena()
    {
        RecordBytes from = Bytes;
        _arena = new RecordArena();
        for (int i = _pages.NextInMemory(0); i < _pages.Count; i = _pages.NextInMemory(i + 1))
        {
            if (_pages.At(i) is { IsVacant: false, IsInSnapshot: false } entry)
            {
                _pages.Writable(i) = entry.CopyTo(_arena, from);
            }
        }
    }

    private void Renumber()
    {
        RecordPages pages = _pages;
        RecordBytes from = Bytes;
        IndexedSnapshot? superseded = _snapshot;

        // Reading on demand can fail, and then nothing may have changed.
        for (int i = 0; superseded is not null && i < pages.Count; i++)
        {
            _ = pages.At(i).Id(from).Length + pages.At(i).Value(from).Length;
        }

        _arena = new RecordArena();
        _lookup = new EntryLookup();
        Begin(null);
        Indexes.Drop();
        for (int i = 0; i < pages.Count; i++)
        {
            ref readonly RecordEntry entry = ref pages.At(i);
            if (!entry.IsVacant)
            {
                Put(-1, entry.CopyTo(_arena, from) with { Hash = RecordHash.Compute(entry.Id(from)) });
            }
        }

        superseded?.Supersede();
    }

    private void Begin(IndexedSnapshot? snapshot)
    {
        _snapshot = snapshot;
        _pages = new RecordPages(snapshot);
        _found = _pages.Count;
        Count = _pages.Count;
        LiveBytes = snapshot?.LiveBytes ?? 0;
        _bytesInSnapshot = LiveBytes;
    }

    /// <summary>
    /// Prefetches the buckets of the next entries in parallel, so that the code does not wait for each of them.
    /// </summary>
    private ulong PeekAhead()
    {
        ulong peeked = 0;
        for (int i = _found; i < Math.Min(_found + LookAhead, _pages.Count); i++)
        {
            peeked ^= _lookup.Peek(_pages.At(i).Hash);
        }

        return peeked;
    }
}
