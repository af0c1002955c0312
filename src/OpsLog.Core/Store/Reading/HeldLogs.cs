using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store.Reading;

/// <summary>
/// The logs that feeds follow, held open between two looks: a log that a checkpoint removes meanwhile can still be read to
/// its end. Used from any thread.
/// </summary>
/// <param name="backend">Where the store is.</param>
internal sealed class HeldLogs(IStorageBackend backend)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, IObjectReader> _readers = new(StringComparer.Ordinal);
    private bool _isWanted;

    /// <summary>Begins to hold logs.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _isWanted = true;
        }
    }

    /// <summary>Holds these logs and no others, once it has begun. A log that can't be opened is not held.</summary>
    public void Hold(IEnumerable<string> logs)
    {
        lock (_gate)
        {
            if (!_isWanted)
            {
                return;
            }

            HashSet<string> wanted = new(logs, StringComparer.Ordinal);
            foreach (string log in _readers.Keys.Where(log => !wanted.Contains(log)).ToList())
            {
                _readers.Remove(log, out IObjectReader? reader);
                reader!.Dispose();
            }

            foreach (string log in wanted.Where(log => !_readers.ContainsKey(log)))
            {
                if (TryOpen(log) is { } reader)
                {
                    _readers.Add(log, reader);
                }
            }
        }
    }

    /// <summary>A log that is held, which the caller disposes of; null if it is not held.</summary>
    public IObjectReader? Take(string log)
    {
        lock (_gate)
        {
            return _readers.Remove(log, out IObjectReader? reader) ? reader : null;
        }
    }

    /// <summary>Closes all logs, and holds none until it begins again.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isWanted = false;
            foreach (IObjectReader reader in _readers.Values)
            {
                reader.Dispose();
            }

            _readers.Clear();
        }
    }

    private IObjectReader? TryOpen(string log)
    {
        try
        {
            return StoreFiles.TryOpen(backend, log);
        }
        catch (StorageException)
        {
            // The refresh that needs it reports it.
            return null;
        }
    }
}
