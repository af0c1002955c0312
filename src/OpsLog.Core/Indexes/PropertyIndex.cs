namespace OpsLog.Core.Indexes;

/// <summary>
/// The index of one property. It is built when it is first used. Afterwards, a write only notes which entry has changed,
/// and the next use reads those entries again. It is used under the lock of the records.
/// </summary>
internal sealed class PropertyIndex
{
    private const int FewChanges = 4096;

    private readonly IndexKeyReader _reader;
    private ChangedEntries? _changes;
    private int _mostChanges;

    public PropertyIndex(string property)
    {
        Property = property;
        _reader = new IndexKeyReader(property);
    }

    public string Property { get; }

    /// <summary>The keys, as of the last <see cref="CatchUp"/>; null if the index has to be built.</summary>
    public IndexContent? Content { get; private set; }

    /// <summary>Notes that an entry has changed.</summary>
    public void Note(int entry)
    {
        if (_changes is null)
        {
            return;
        }

        _changes.Add(entry);
        if (Content is not null && _changes.Count > _mostChanges)
        {
            // Building it again is faster then, and does not need the lock.
            Drop();
        }
    }

    /// <summary>Begins to build the index from the records as they are now.</summary>
    /// <param name="entries">The number of entries.</param>
    public IndexBuild Begin(int entries)
    {
        Content = null;
        _changes = new ChangedEntries();
        _mostChanges = Math.Max(FewChanges, entries / 8);
        return new IndexBuild(_reader, entries, _changes);
    }

    /// <summary>Uses what was built, unless the entries were numbered again in the meantime.</summary>
    public void Install(IndexBuild build)
    {
        if (_changes == build.Changes)
        {
            Content = build.Content;
        }
    }

    /// <summary>Reads the entries that changed.</summary>
    public void CatchUp(RecordLookup lookup)
    {
        if (Content is null || _changes is not { Count: > 0 } changes)
        {
            return;
        }

        foreach (int entry in changes.Entries)
        {
            Content.Set(entry, lookup(entry, out ReadOnlySpan<byte> json) ? _reader.Read(json, Content.Texts) : IndexKey.None);
        }

        changes.Clear();
    }

    /// <summary>Forgets the content.</summary>
    public void Drop()
    {
        Content = null;
        _changes = null;
    }
}
