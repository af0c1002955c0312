using OpsLog.Core.Indexes;

namespace OpsLog.Core.State;

/// <summary>
/// The current records: ids and values as bytes in an arena or in a snapshot that is read on demand, with an entry of 24
/// bytes and a bucket for each, and no objects. Entries are in the order in which records were first set, in pages that a
/// view shares until they change. The table is used under the store's lock; a <see cref="RecordView"/> of it is not.
/// </summary>
internal sealed partial class RecordTable
{
    private readonly RecordEntries _entries;

    public RecordTable()
        : this(new RecordEntries(), new AgentNames())
    {
    }

    /// <summary>The records of a snapshot that is read on demand.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="agents">The agents of its stamps.</param>
    public RecordTable(IndexedSnapshot snapshot, AgentNames agents)
        : this(new RecordEntries(snapshot), agents)
    {
    }

    private RecordTable(RecordEntries entries, AgentNames agents)
    {
        _entries = entries;
        Agents = agents;
    }

    /// <summary>The agents of the stamps in the table.</summary>
    public AgentNames Agents { get; }

    /// <summary>The indexes of properties, which note each entry that changes.</summary>
    public PropertyIndexes Indexes => _entries.Indexes;

    /// <summary>The number of records.</summary>
    public int Count => _entries.Count;

    /// <summary>The number of bytes of current ids and values.</summary>
    public long LiveBytes => _entries.LiveBytes;

    /// <summary>The number of bytes that the arena uses, including superseded values.</summary>
    public long ArenaBytes => _entries.Arena.Capacity;

    /// <summary>The memory that ids and values use, in bytes, including superseded ones.</summary>
    public long MemoryBytes => _entries.MemoryBytes;

    /// <summary>The snapshot if its records are read on demand.</summary>
    public IndexedSnapshot? Snapshot => _entries.Snapshot;

    /// <summary>Finds a record; false if it does not exist.</summary>
    public bool TryGet(ReadOnlySpan<byte> id, out ReadOnlySpan<byte> value) => TryGet(Find(id), out value);

    /// <summary>The record at a place; false if it does not exist.</summary>
    public bool TryGet(RecordPlace place, out ReadOnlySpan<byte> value)
    {
        bool found = place.Index >= 0 && _entries.At(place.Index).IsRecord;
        value = found ? _entries.At(place.Index).Value(_entries.Bytes) : default;
        return found;
    }

    /// <summary>Where an id is, or will be. For several calls that need it, because the search waits for memory.</summary>
    public RecordPlace Find(ReadOnlySpan<byte> id)
    {
        uint hash = RecordHash.Compute(id);
        return new RecordPlace(_entries.Find(id, hash), hash);
    }

    /// <summary>
    /// Begins to load what <see cref="Find"/> will read into the processor's cache. It needs no lock, because it has no
    /// other effect.
    /// </summary>
    public void Expect(ReadOnlySpan<byte> id) => _entries.Expect(id, RecordHash.Compute(id));

    /// <summary>Creates or replaces a record; the bytes are copied.</summary>
    public RecordChange Set(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value) => Set(Find(id), id, value);

    /// <summary>The same, for an id whose place is known.</summary>
    public RecordChange Set(RecordPlace place, ReadOnlySpan<byte> id, ReadOnlySpan<byte> value) => _entries.Put(place.Index, new RecordEntry
    {
        Position = _entries.Arena.Append(id, value),
        IdLength = id.Length,
        ValueLength = value.Length,
        Hash = place.Hash,
    });

    /// <summary>Removes a record; false, and no change, if it does not exist.</summary>
    public bool TryRemove(ReadOnlySpan<byte> id, out RecordChange change) => TryRemove(Find(id), out change);

    /// <summary>The same, for an id whose place is known.</summary>
    public bool TryRemove(RecordPlace place, out RecordChange change)
    {
        int index = place.Index;
        if (index < 0 || !_entries.At(index).IsRecord)
        {
            change = default;
            return false;
        }

        change = new RecordChange(index, _entries.At(index));
        _entries.Replace(index, new RecordEntry { ValueLength = RecordEntry.Vacant });
        return true;
    }

    /// <summary>Reverts a change; changes are reverted in reverse order.</summary>
    public void Revert(in RecordChange change)
    {
        if (change.Index >= 0)
        {
            _entries.Replace(change.Index, change.Before);
        }
    }

    /// <summary>The current records, for reading without the lock; the cost is a step per page, not per record.</summary>
    public RecordView Freeze() => _entries.Freeze();

    /// <summary>
    /// A table with the same records that changes independently; pages and bytes are shared until they change.
    /// </summary>
    public RecordTable Fork() => new(_entries.Fork(), Agents);

    /// <summary>
    /// Copies the current bytes to a new arena if more than half of the old one is superseded. Do not call it while a
    /// <see cref="RecordChange"/> can still be reverted.
    /// </summary>
    public void ReclaimSuperseded() => _entries.ReclaimSuperseded();

    /// <summary>Adopts a chunk for <see cref="AddInPlace"/>, filled up to <paramref name="used"/>.</summary>
    public int Adopt(byte[] chunk, int used) => _entries.Arena.Adopt(chunk, used);

    /// <summary>
    /// Adds a record whose bytes are in a chunk that the table has adopted. It can be found, and is counted, after <see
    /// cref="IndexAdded"/>: the index is a random access for each record, and many consecutive accesses overlap,
    /// whereas a single one during parsing waits for memory.
    /// </summary>
    public void AddInPlace(int chunk, int idOffset, int idLength, int valueOffset, int valueLength)
    {
        long position = RecordArena.Position(chunk, idOffset);
        _entries.AddUnindexed(new RecordEntry
        {
            Position = position,
            IdLength = idLength,
            Gap = (ushort)(valueOffset - idOffset - idLength),
            ValueLength = valueLength,
            Hash = RecordHash.Compute(RecordArena.Slice(_entries.Arena.Chunks, position, 0, idLength)),
        });
    }

    /// <summary>
    /// Makes the records of <see cref="AddInPlace"/> part of the table; of duplicate ids the last one is used.
    /// </summary>
    public void IndexAdded() => _entries.IndexAdded();
}
