using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Blobs;

/// <summary>
/// The existing names, by which a new one is checked. A listing is used for a second, so that a pipeline of many small files
/// does not list the folder for each of them.
/// </summary>
internal sealed class BlobNames(IStorageBackend backend)
{
    private const long ListedForMs = 1000;

    private readonly object _lock = new();
    private Dictionary<string, List<string>> _byFold = [];
    private long _until = long.MinValue;

    /// <summary>The existing names that are the same file as a name on some system.</summary>
    public IReadOnlyCollection<string> Alike(string name)
    {
        // Also refuses what can't be folded.
        string file = BlobName.FileOf(name);
        lock (_lock)
        {
            if (Environment.TickCount64 >= _until)
            {
                List();
            }

            return _byFold.TryGetValue(PortableName.Fold(file), out List<string>? alike) ? [.. alike] : [];
        }
    }

    /// <summary>Adds a name that was written.</summary>
    public void Add(string name)
    {
        lock (_lock)
        {
            List<string> alike = AlikeOf(BlobName.FileOf(name));
            if (!alike.Contains(name, StringComparer.Ordinal))
            {
                alike.Add(name);
            }
        }
    }

    private void List()
    {
        _byFold = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (StoredObject stored in backend.List(StoreLayout.BlobFolder))
        {
            if (BlobName.Parse(stored.Name) is { } name)
            {
                AlikeOf(stored.Name).Add(name);
            }
        }

        _until = Environment.TickCount64 + ListedForMs;
    }

    private List<string> AlikeOf(string file)
    {
        string fold = PortableName.Fold(file);
        if (!_byFold.TryGetValue(fold, out List<string>? alike))
        {
            _byFold.Add(fold, alike = []);
        }

        return alike;
    }
}
