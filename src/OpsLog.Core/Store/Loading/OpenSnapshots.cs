using OpsLog.Core.State;

namespace OpsLog.Core.Store.Loading;

/// <summary>
/// The snapshots that a store object reads on demand. A view can need a superseded one for as long as it is used. So that one
/// stays open until another one is opened after the garbage collector has found all its views unused, or until the store is
/// closed.
/// </summary>
internal sealed class OpenSnapshots
{
    private readonly List<IndexedSnapshot> _open = [];

    /// <summary>Adds a snapshot that was opened, and closes superseded ones.</summary>
    public void Add(IndexedSnapshot snapshot)
    {
        lock (_open)
        {
            _open.RemoveAll(other => other.TryClose());
            _open.Add(snapshot);
        }
    }

    /// <summary>Closes the files of all of them.</summary>
    public void Close()
    {
        lock (_open)
        {
            _open.ForEach(snapshot => snapshot.Dispose());
            _open.Clear();
        }
    }
}
