namespace OpsLog.Core.Indexes;

/// <summary>
/// The index of one property. It is built when it is first used. Afterwards, a write only notes which entry has changed,
/// and the next search takes the content, reads those entries again, and returns it. All members are used under the lock
/// of the records. What a search took belongs to the search, of which there is one at a time.
/// </summary>
internal sealed class PropertyIndex(string property)
{
    private const int FewChanges = 4096;

    private readonly IndexKeyReader _reader = new(property);
    private ChangedEntries? _changes;
    private ChangedEntries? _spare;
    private int _mostChanges;

    public string Property => property;

    /// <summary>The keys without the entries that were noted; null if the index has to be built, or a search has taken it.</summary>
    public IndexContent? Content { get; private set; }

    /// <summary>Notes that an entry has changed.</summary>
    public void Note(int entry)
    {
        if (_changes is null)
        {
            return;
        }

        _changes.Add(entry);
        if (_changes.Count > _mostChanges)
        {
            // Building it again is faster then.
            Drop();
        }
    }

    /// <summary>Takes what a search needs to have the index of the records as they are now.</summary>
    /// <param name="entries">The number of entries.</param>
    public IndexUpdate Take(int entries)
    {
        _mostChanges = Math.Max(FewChanges, entries / 8);
        if (Content is not null && _changes is { Count: 0 })
        {
            return new IndexUpdate(_reader, Content, _changes, _changes);
        }

        ChangedEntries? before = _changes;
        _changes = _spare ?? new ChangedEntries();
        _spare = null;
        IndexUpdate update = new(_reader, Content, before, _changes);
        Content = null;
        return update;
    }

    /// <summary>Takes back an index, unless the entries were numbered again, or too many have changed, in the meantime.</summary>
    public void Return(IndexUpdate update)
    {
        if (_changes == update.Next && !update.IsCurrent)
        {
            Content = update.Content;
            _spare = update.Changes;
        }
    }

    /// <summary>Forgets the content.</summary>
    public void Drop()
    {
        Content = null;
        _changes = null;
        _spare = null;
    }
}
