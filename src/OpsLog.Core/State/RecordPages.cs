namespace OpsLog.Core.State;

/// <summary>
/// The entries of a table, in the order they were added, in pages. A page that a view or another table shares is copied
/// when an entry in it changes. A part of its table, which copies it only to share it. The pages of a snapshot that is
/// read on demand are null until an entry in them changes.
/// </summary>
internal struct RecordPages
{
    private readonly IndexedSnapshot? _snapshot;
    private RecordEntry[]?[] _pages;
    private bool[] _shared;

    /// <summary>The entries of a snapshot, or none.</summary>
    public RecordPages(IndexedSnapshot? snapshot = null)
    {
        _snapshot = snapshot;
        Count = snapshot?.Count ?? 0;
        _pages = new RecordEntry[Math.Max(4, PageCount)][];
        _shared = new bool[_pages.Length];
    }

    /// <summary>How many entries there are.</summary>
    public int Count { get; private set; }

    private readonly int PageCount => (Count + RecordPage.Size - 1) >> RecordPage.Shift;

    /// <summary>An entry.</summary>
    public readonly ref readonly RecordEntry At(int index) => ref PageAt(index >> RecordPage.Shift)[index & (RecordPage.Size - 1)];

    /// <summary>The number of the first entry, from <paramref name="index"/> on, in a page that is in memory.</summary>
    public readonly int NextInMemory(int index)
    {
        while (index < Count && _pages[index >> RecordPage.Shift] is null)
        {
            index = ((index >> RecordPage.Shift) + 1) << RecordPage.Shift;
        }

        return index;
    }

    /// <summary>An entry to change.</summary>
    public readonly ref RecordEntry Writable(int index)
    {
        int page = index >> RecordPage.Shift;
        if (_shared[page] || _pages[page] is null)
        {
            _pages[page] = [.. PageAt(page)];
            _shared[page] = false;
        }

        return ref _pages[page]![index & (RecordPage.Size - 1)];
    }

    /// <summary>Adds a vacant entry and returns its number.</summary>
    public int Add()
    {
        int page = Count >> RecordPage.Shift;
        if (page == _pages.Length)
        {
            Array.Resize(ref _pages, page * 2);
            Array.Resize(ref _shared, page * 2);
        }

        if (Count == page << RecordPage.Shift)
        {
            _pages[page] ??= new RecordEntry[RecordPage.Size];
        }

        Writable(Count).ValueLength = RecordEntry.Vacant;
        return Count++;
    }

    /// <summary>The pages as they are now, for a view. They are shared from now on.</summary>
    public readonly RecordEntry[]?[] Share()
    {
        Array.Fill(_shared, true, 0, PageCount);
        return _pages[..PageCount];
    }

    /// <summary>Entries of its own for another table. The pages are shared from now on.</summary>
    public readonly RecordPages Fork()
    {
        Array.Fill(_shared, true, 0, PageCount);
        return this with { _pages = [.. _pages], _shared = [.. _shared] };
    }

    private readonly RecordEntry[] PageAt(int page) => _pages[page] ?? _snapshot!.Page(page);
}
