namespace OpsLog.Core.State;

/// <summary>
/// Finds the entry of an id: in the index of the table, then in that of a snapshot which is read on demand. The entries of
/// such a snapshot come first and keep their numbers, and its index does not change: a removed record's entry is vacant.
/// </summary>
/// <param name="snapshot">The snapshot; null if the table has all entries in its index.</param>
internal sealed class EntryLookup(IndexedSnapshot? snapshot = null)
{
    private readonly int _below = snapshot?.Count ?? 0;
    private RecordIndex _index = new();

    /// <summary>The number of the entry of an id; -1 if there is none.</summary>
    public int Find(in RecordPages entries, RecordBytes bytes, ReadOnlySpan<byte> id, uint hash)
    {
        int bucket = -1;
        while (_index.Next(hash, ref bucket) is >= 0 and var index)
        {
            if (entries.At(index).Id(bytes).SequenceEqual(id))
            {
                return index;
            }
        }

        return snapshot?.Find(id) is >= 0 and var found && !entries.At(found).IsVacant ? found : -1;
    }

    /// <summary>Begins to load what <see cref="Find"/> will read into the processor's cache; needs no lock.</summary>
    public void Expect(ReadOnlySpan<byte> id, uint hash)
    {
        _index.Expect(hash);
        snapshot?.Expect(id);
    }

    /// <summary>Adds an entry.</summary>
    public void Add(uint hash, int entry)
    {
        if (entry >= _below)
        {
            _index.Add(hash, entry);
        }
    }

    /// <summary>Removes an entry, which is vacant now.</summary>
    public void Remove(uint hash, int entry)
    {
        if (entry >= _below)
        {
            _index.Remove(hash, entry);
        }
    }

    /// <summary>Prepares for a number of entries.</summary>
    public void Reserve(int entries) => _index.Reserve(entries - _below);

    /// <summary>Loads the place of a hash into the processor's cache.</summary>
    public ulong Peek(uint hash) => _index.Peek(hash);

    /// <summary>The same entries for another table.</summary>
    public EntryLookup Fork() => new(snapshot) { _index = _index.Fork() };
}
