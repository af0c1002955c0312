using System.Runtime.CompilerServices;

namespace OpsLog.Core.State;

/// <summary>
/// The records at one moment, in the order in which they were first set. Any thread can read it for any time while the
/// store is written to, and until it is closed. It costs memory only for what changes in the meantime.
/// </summary>
public sealed class RecordView
{
    private readonly RecordEntry[]?[] _pages;
    private readonly RecordBytes _bytes;
    private readonly IndexedSnapshot.Lease? _snapshot;
    private readonly int _entries;

    internal RecordView(RecordEntry[]?[] pages, in RecordBytes bytes, IndexedSnapshot.Lease? snapshot, int entries, int count, long liveBytes)
    {
        _pages = pages;
        _bytes = bytes;
        _snapshot = snapshot;
        _entries = entries;
        Count = count;
        LiveBytes = liveBytes;
    }

    /// <summary>The number of records.</summary>
    public int Count { get; }

    /// <summary>The number of bytes of ids and values.</summary>
    internal long LiveBytes { get; }

    /// <summary>The number of entries, which is one more than the last cursor.</summary>
    internal int EntryCount => _entries;

    /// <summary>Iterates over the records.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>
    /// Moves to the record after <paramref name="cursor"/>, which starts at -1. This is the form of <c>foreach</c> for
    /// an iterator, which can't keep a <see cref="RecordRef"/> across a <c>yield</c>.
    /// </summary>
    public bool TryAdvance(ref int cursor)
    {
        while (++cursor < _entries)
        {
            if (EntryAt(cursor).IsRecord)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The record at a cursor that <see cref="TryAdvance"/> set.</summary>
    public RecordRef At(int cursor)
    {
        ref readonly RecordEntry entry = ref EntryAt(cursor);
        return new RecordRef(entry.Id(_bytes), entry.Value(_bytes));
    }

    /// <summary>The record at any cursor; false if there is none.</summary>
    internal bool TryGetAt(int cursor, out ReadOnlySpan<byte> value)
    {
        ref readonly RecordEntry entry = ref EntryAt(cursor);
        value = entry.IsRecord ? entry.Value(_bytes) : default;
        return entry.IsRecord;
    }

    /// <summary>The stamp of the record or tombstone at a cursor; null if none was kept.</summary>
    internal Stamp? StampAt(int cursor) => EntryAt(cursor) is { IsStamped: true } entry ? entry.Stamp(_bytes) : null;

    /// <summary>
    /// Moves to the tombstone after <paramref name="cursor"/>, as <see cref="TryAdvance"/> does for records.
    /// </summary>
    internal bool TryAdvanceTombstone(ref int cursor)
    {
        while (++cursor < _entries)
        {
            if (EntryAt(cursor).IsTombstone)
            {
                return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly RecordEntry EntryAt(int index) =>
        ref (_pages[index >> RecordPage.Shift] ?? Load(index >> RecordPage.Shift))[index & (RecordPage.Size - 1)];

    // Several threads may do it, each with the same result.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private RecordEntry[] Load(int page) => _pages[page] = _snapshot!.Page(page);

    /// <summary>Iterates over the records of a view.</summary>
    public ref struct Enumerator
    {
        private readonly RecordView _view;
        private int _cursor = -1;

        internal Enumerator(RecordView view) => _view = view;

        /// <summary>The current record of the enumerator.</summary>
        public readonly RecordRef Current => _view.At(_cursor);

        /// <summary>Moves to the next record.</summary>
        public bool MoveNext() => _view.TryAdvance(ref _cursor);
    }
}
