namespace OpsLog.Core.State;

/// <content>Taking records in place from a snapshot's buffers.</content>
internal sealed partial class RecordTable
{
    private const int LookAhead = 32;

    /// <summary>
    /// Adds a record whose bytes are in a chunk that the table has adopted. It can be found, and is counted, after <see
    /// cref="IndexAdded"/>: the index is a random access for each record, and many consecutive accesses overlap,
    /// whereas a single one during parsing waits for memory.
    /// </summary>
    public void AddInPlace(int chunk, int idOffset, int idLength, int valueOffset, int valueLength)
    {
        long position = RecordArena.Position(chunk, idOffset);
        _entries.Writable(_entries.Add()) = new RecordEntry
        {
            Position = position,
            IdLength = idLength,
            Gap = (ushort)(valueOffset - idOffset - idLength),
            ValueLength = valueLength,
            Hash = RecordHash.Compute(RecordArena.Slice(_arena.Chunks, position, 0, idLength)),
        };
    }

    /// <summary>
    /// Makes the records of <see cref="AddInPlace"/> part of the table; of duplicate ids the last one is used.
    /// </summary>
    public void IndexAdded()
    {
        _index.Reserve(_entries.Count);
        for (; _indexed < _entries.Count; _indexed++)
        {
            if (_indexed % LookAhead == 0)
            {
                PeekAhead();
            }

            RecordEntry added = _entries.At(_indexed);
            if (Find(added.Id(_arena.Chunks), added.Hash) is >= 0 and var superseded)
            {
                // At the place of the first, as everywhere.
                Replace(superseded, added);
                _entries.Writable(_indexed).ValueLength = RecordEntry.Vacant;
                continue;
            }

            _index.Add(added.Hash, _indexed);
            LiveBytes += added.Bytes;
            Count++;
        }
    }

    /// <summary>Adopts a chunk for <see cref="AddInPlace"/>, filled up to <paramref name="used"/>.</summary>
    public int Adopt(byte[] chunk, int used) => _arena.Adopt(chunk, used);

    /// <summary>
    /// Prefetches the index buckets of the next entries in parallel, so that the code does not wait for each of them.
    /// </summary>
    private ulong PeekAhead()
    {
        ulong peeked = 0;
        for (int i = _indexed; i < Math.Min(_indexed + LookAhead, _entries.Count); i++)
        {
            peeked ^= _index.Peek(_entries.At(i).Hash);
        }

        return peeked;
    }
}
