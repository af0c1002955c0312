using OpsLog.Core.Indexes;

namespace OpsLog.Core.State;

/// <summary>
/// The current records: ids and values as bytes in an arena, with an entry of 24 bytes and a bucket for each, and no
/// objects. Entries are in the order in which records were first set, in pages that a view shares until they change.
/// The table is used under the store's lock; a <see cref="RecordView"/> of it is not.
/// </summary>
internal sealed partial class RecordTable
{
    private RecordArena _arena = new();
    private RecordIndex _index = new();
    private RecordPages _entries = new();
    private int _indexed;

    /// <summary>The agents of the stamps in the table.</summary>
    public AgentNames Agents { get; private init; } = new();

    /// <summary>The indexes of properties, which note each entry that changes.</summary>
    public PropertyIndexes Indexes { get; } = new();

    /// <summary>The number of records.</summary>
    public int Count { get; private set; }

    /// <summary>The number of bytes of current ids and values.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>The number of bytes that the arena uses, including superseded values.</summary>
    public long ArenaBytes => _arena.Capacity;

    /// <summary>Finds a record; false if it does not exist.</summary>
    public bool TryGet(ReadOnlySpan<byte> id, out ReadOnlySpan<byte> value)
    {
        int index = Find(id, RecordHash.Compute(id));
        bool found = index >= 0 && _entries.At(index).IsRecord;
        value = found ? _entries.At(index).Value(_arena.Chunks) : default;
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

    /// <summary>Removes a record; false, and no change, if it does not exist.</summary>
    public bool TryRemove(ReadOnlySpan<byte> id, out RecordChange change)
    {
        int index = Find(id, RecordHash.Compute(id));
        if (index < 0 || !_entries.At(index).IsRecord)
        {
            change = default;
            return false;
        }

        change = new RecordChange(index, _entries.At(index));
        Replace(index, new RecordEntry { ValueLength = RecordEntry.Vacant });
        return true;
    }

    /// <summary>Reverts a change; changes are reverted in reverse order.</summary>
    public void Revert(in RecordChange change)
    {
        if (change.Index >= 0)
        {
            Replace(change.Index, change.Before);
        }
    }

    /// <summary>The current records, for reading without the lock; the cost is a step per page, not per record.</summary>
    public RecordView Freeze() => new(_entries.Share(), _arena.Chunks, _entries.Count, Count);

    /// <summary>
    /// A table with the same records that changes independently; pages and bytes are shared until they change.
    /// </summary>
    public RecordTable Fork() => new()
    {
        _arena = _arena.Fork(),
        _index = _index.Fork(),
        _entries = _entries.Fork(),
        _indexed = _indexed,
        Agents = Agents,
        Count = Count,
        LiveBytes = LiveBytes,
    };

    /// <summary>
    /// Copies the current bytes to a new arena if more than half of the old one is superseded. Do not call it while a
    /// <see cref="RecordChange"/> can still be reverted.
    /// </summary>
    public void ReclaimSuperseded()
    {
        bool sparse = _entries.Count - Count > Math.Max(Count, RecordPage.Size);
        if (!sparse && _arena.Capacity / 2 <= Math.Max(LiveBytes, 1024 * 1024))
        {
            return;
        }

        RecordPages entries = _entries;
        byte[][] chunks = _arena.Chunks;
        _arena = new RecordArena();
        _index = new RecordIndex();
        _entries = new RecordPages();
        _indexed = 0;
        Indexes.Drop();
        Count = 0;
        LiveBytes = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            ref readonly RecordEntry entry = ref entries.At(i);
            if (!entry.IsVacant)
            {
                Put(-1, entry.CopyTo(_arena, chunks));
            }
        }
    }

    /// <summary>Replaces the entry with this id, or, if <paramref name="index"/> is -1, adds the entry at the end.</summary>
    private RecordChange Put(int index, in RecordEntry added)
    {
        if (index < 0)
        {
            index = _entries.Add();
            _indexed = _entries.Count;
        }

        RecordChange change = new(index, _entries.At(index));
        Replace(index, added);
        return change;
    }

    private void Replace(int index, in RecordEntry replacement)
    {
        ref RecordEntry entry = ref _entries.Writable(index);
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
        Indexes.Note(index);
    }

    private int Find(ReadOnlySpan<byte> id, uint hash)
    {
        int bucket = -1;
        while (_index.Next(hash, ref bucket) is >= 0 and var index)
        {
            if (_entries.At(index).Id(_arena.Chunks).SequenceEqual(id))
            {
                return index;
            }
        }

        return -1;
    }
}
