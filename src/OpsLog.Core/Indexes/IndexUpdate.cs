namespace OpsLog.Core.Indexes;

/// <summary>Brings an index up to date with the records as they were at one moment. Needs no lock.</summary>
/// <param name="reader">Finds the keys.</param>
/// <param name="content">The keys as they were; null if the index has to be built.</param>
/// <param name="changes">The entries that changed after that.</param>
/// <param name="next">What changes after the moment of the records; the same as <paramref name="changes"/> if nothing has changed.</param>
internal sealed class IndexUpdate(IndexKeyReader reader, IndexContent? content, ChangedEntries? changes, ChangedEntries next)
{
    private const int EntriesBetweenChecks = 4096;

    private IndexContent? _content = content;

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsCurrent => changes == next;

    public ChangedEntries? Changes => changes;

    public ChangedEntries Next => next;

    public IndexContent Content => _content ?? throw new InvalidOperationException("The index is not complete.");

    /// <summary>Reads the entries that changed, or all of them.</summary>
    /// <param name="entries">The number of entries.</param>
    /// <param name="lookup">Finds the records.</param>
    /// <param name="cancellation">Ends it; the content is not used any more then.</param>
    public void Run(int entries, RecordLookup lookup, CancellationToken cancellation)
    {
        if (IsCurrent)
        {
            return;
        }

        if (_content is null)
        {
            _content = Build(entries, lookup, cancellation);
        }
        else
        {
            CatchUp(_content, lookup);
        }

        changes?.Clear();
    }

    private void CatchUp(IndexContent keys, RecordLookup lookup)
    {
        foreach (int entry in changes!.Entries)
        {
            keys.Set(entry, lookup(entry, out ReadOnlySpan<byte> json) ? reader.Read(json, keys.Texts) : IndexKey.None);
        }
    }

    private IndexContent Build(int entries, RecordLookup lookup, CancellationToken cancellation)
    {
        IndexBuild build = new(reader, entries);
        for (int entry = 0; entry < entries; entry++)
        {
            if (entry % EntriesBetweenChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (lookup(entry, out ReadOnlySpan<byte> json))
            {
                build.Add(entry, json);
            }
        }

        return build.Complete();
    }
}
