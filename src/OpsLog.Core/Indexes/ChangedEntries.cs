namespace OpsLog.Core.Indexes;

/// <summary>The entries that changed after an index was read from them, each of them once.</summary>
internal sealed class ChangedEntries
{
    private int[] _entries = new int[64];
    private ulong[] _marks = new ulong[64];

    /// <summary>The number of entries.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<int> Entries => _entries.AsSpan(0, Count);

    public void Add(int entry)
    {
        int word = entry >> 6;
        if (word >= _marks.Length)
        {
            Array.Resize(ref _marks, Math.Max(word + 1, _marks.Length * 2));
        }

        ulong mark = 1UL << entry;
        if ((_marks[word] & mark) != 0)
        {
            return;
        }

        _marks[word] |= mark;
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        _entries[Count++] = entry;
    }

    public void Clear()
    {
        foreach (int entry in Entries)
        {
            _marks[entry >> 6] = 0;
        }

        Count = 0;
    }
}
