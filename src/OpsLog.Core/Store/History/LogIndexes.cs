using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store.History;

/// <summary>
/// Finds the parts of logs that a search has to read, by their index files or by what an earlier search read. Used from any
/// thread; its lock is held while a log is read, and no other lock is taken under it.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="canWrite">Whether index files are written: the store is not open for reading only.</param>
internal sealed class LogIndexes(IStorageBackend backend, bool canWrite)
{
    /// <summary>More logs than this are not remembered. The index of a log has one or two bytes for each operation.</summary>
    private const int MostLogs = 1024;

    /// <summary>
    /// If more than this was in a log when it was opened, its index is not made by a checkpoint but by the first search, which
    /// reads all of the log in any case.
    /// </summary>
    private const long MostReadBack = 8 * 1024 * 1024;

    private readonly object _gate = new();
    private readonly Dictionary<string, IndexedLog> _logs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);

    /// <summary>Whether a filter is for a part of the operations only that the index can find.</summary>
    public static bool IsSearch(OperationFilter filter) => filter is not { Id: null, Since: null, Until: null };

    /// <summary>
    /// The parts of a log that contain what is searched for, in the order of the log; null if all of it has to be read.
    /// </summary>
    /// <param name="source">The log.</param>
    /// <param name="log">Its name.</param>
    /// <param name="end">How far it is read.</param>
    /// <param name="filter">What is searched for.</param>
    /// <param name="mayRead">Whether a log without an index is read to make one.</param>
    public IReadOnlyList<(long From, long To)>? Find(IObjectReader source, string log, long end, OperationFilter filter, bool mayRead)
    {
        if (end < LogBlocks.Size)
        {
            return null;
        }

        BlockQuery query = new(
            filter.Id is null ? null : IdFilter.HashOf(JsonText.Encode(filter.Id)),
            filter.Since is { } since ? UnixMs(since) : long.MinValue,
            filter.Until is { } until ? UnixMs(until) : long.MaxValue);
        lock (_gate)
        {
            return Find(source, log, end, mayRead)?.TryFind(source, query, end);
        }
    }

    /// <summary>Writes the index of a log that was superseded. Never fails.</summary>
    /// <param name="log">The log.</param>
    /// <param name="written">The blocks of what this store object wrote to it.</param>
    public void Write(string log, LogBlocks written)
    {
        lock (_gate)
        {
            if (written.End < LogBlocks.Size || written.Start > MostReadBack || _damaged.Contains(log))
            {
                return;
            }

            IndexedLog known = _logs.Remove(log, out IndexedLog? found) ? found : IndexedLog.Unread(log);
            try
            {
                using IObjectReader? source = StoreFiles.TryOpen(backend, log);
                if (source is not null && known.TryTakeOver(written, source))
                {
                    TryWrite(known, log);
                }
            }
            catch (StorageException)
            {
                // The first search makes it.
            }
        }
    }

    private IndexedLog? Find(IObjectReader source, string log, long end, bool mayRead)
    {
        IndexedLog? indexed = _logs.GetValueOrDefault(log) ?? Load(source, log);
        indexed?.KeepUnchanged(source);
        if (mayRead && !_damaged.Contains(log) && end - (indexed?.End ?? 0) >= LogBlocks.Size)
        {
            indexed ??= IndexedLog.Unread(log);
            if (!indexed.TryReadTo(source, end))
            {
                _logs.Remove(log);
                _damaged.Add(log);
                return null;
            }

            TryWrite(indexed, log);
        }

        if (indexed is not null)
        {
            Remember(indexed, log);
        }

        return indexed;
    }

    private void Remember(IndexedLog indexed, string log)
    {
        if (_logs.Count >= MostLogs)
        {
            _logs.Clear();
        }

        _logs[log] = indexed;
    }

    private IndexedLog? Load(IObjectReader source, string log)
    {
        try
        {
            using IObjectReader? index = StoreFiles.TryOpen(backend, StoreLayout.Index(log));

            // An index is smaller than its log; anything else is not one.
            if (index is null || index.Length > source.Length)
            {
                return null;
            }

            byte[] content = new byte[index.Length];
            return index.Read(0, content) == content.Length ? IndexedLog.TryParse(log, content, source) : null;
        }
        catch (StorageException)
        {
            return null;
        }
    }

    /// <summary>Writes the index of a log that is kept. Nothing depends on it, so a failure is no error.</summary>
    private void TryWrite(IndexedLog indexed, string log)
    {
        if (!canWrite || indexed.End - indexed.StoredEnd < LogBlocks.Size)
        {
            return;
        }

        try
        {
            if (StoreFiles.IsSuperseded(log, CurrentManifest.Read(backend)))
            {
                backend.Put(StoreLayout.Index(log), indexed.ToIndex(), PutCondition.None);
            }

            if (backend.Find(log) is null)
            {
                // It was removed meanwhile, and its index file before it.
                backend.Delete(StoreLayout.Index(log));
            }
        }
        catch (OpsLogException)
        {
            // A later search tries again.
        }
    }

    private static long UnixMs(DateTime utc) => (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
}
