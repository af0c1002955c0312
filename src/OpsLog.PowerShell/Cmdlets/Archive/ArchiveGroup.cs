using OpsLog.Core.State;

namespace OpsLog.PowerShell.Cmdlets.Archive;

/// <summary>The records of one segment, as they were when they were selected.</summary>
/// <param name="segment">The segment.</param>
/// <param name="view">The records at that moment.</param>
/// <param name="comparesValues">Whether the value decided that the record is moved, and where to.</param>
internal sealed class ArchiveGroup(string segment, RecordView view, bool comparesValues)
{
    private readonly Dictionary<string, int> _cursors = new(StringComparer.Ordinal);

    public string Segment => segment;

    /// <summary>The ids, in the order of the records.</summary>
    public IReadOnlyCollection<string> Ids => _cursors.Keys;

    public void Add(int cursor) => _cursors.Add(view.At(cursor).IdText, cursor);

    /// <summary>Whether the record is moved: another thread can have changed it in the meantime.</summary>
    public bool Contains(RecordRef record) =>
        _cursors.TryGetValue(record.IdText, out int cursor) && (!comparesValues || record.Value.SequenceEqual(view.At(cursor).Value));
}
