using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;

namespace OpsLog.Core.Store.Reading;

/// <summary>The logs as an audit trail: kept logs and the active one.</summary>
internal sealed class StoreHistory
{
    private readonly IStorageBackend _backend;
    private readonly OperationFilter _filter;
    private readonly HistorySearch? _search;
    private readonly bool _newestFirst;

    private StoreHistory(IStorageBackend backend, LogIndexes? indexes, OperationFilter filter, bool newestFirst)
    {
        _backend = backend;
        _filter = filter;
        _search = indexes is not null && LogIndexes.IsSearch(filter) ? new HistorySearch(indexes, filter) : null;
        _newestFirst = newestFirst;
    }

    /// <summary>
    /// Streams operations, oldest first. Another process may have removed the active log after this store object had read
    /// the manifest. Then the history goes on with the logs in its place, because a reader of the history wants all that
    /// exists.
    /// </summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="active">The log that is written, or for a reader the single writers' log.</param>
    /// <param name="end">How far that log is read, in bytes.</param>
    /// <param name="isShared">Whether agents have written.</param>
    /// <param name="filter">Which operations.</param>
    /// <param name="indexes">Where they are in the logs; null to read all of each log.</param>
    /// <exception cref="LogMissingException">The active log is missing, and the manifest still names it; thrown by the stream.</exception>
    public static IEnumerable<LoggedOperation> Read(IStorageBackend backend, string active, long end, bool isShared, OperationFilter filter, LogIndexes? indexes = null) =>
        new StoreHistory(backend, indexes, filter, newestFirst: false).Read(active, end, isShared, []);

    /// <summary>Streams the same operations, newest first.</summary>
    /// <inheritdoc cref="Read(IStorageBackend, string, long, bool, OperationFilter, LogIndexes)"/>
    public static IEnumerable<LoggedOperation> ReadNewestFirst(IStorageBackend backend, string active, long end, bool isShared, OperationFilter filter, LogIndexes? indexes = null) =>
        new StoreHistory(backend, indexes, filter, newestFirst: true).Read(active, end, isShared, []);

    /// <param name="active">The active log.</param>
    /// <param name="end">How far that log is read; null for all of it.</param>
    /// <param name="isShared">Whether agents have written.</param>
    /// <param name="except">The logs that are read already.</param>
    private IEnumerable<LoggedOperation> Read(string active, long? end, bool isShared, IReadOnlyCollection<string> except)
    {
        List<string> logs = isShared ? [.. StoreFiles.ByAge(StoreFiles.AllLogs(_backend).Append(active))] : StoreFiles.Logs(_backend, active);
        IEnumerable<LoggedOperation>[] streams = [.. logs.Except(except, StringComparer.Ordinal).Select(log => log == active
            ? StreamActive(active, end, [.. except, .. logs])
            : Stream(log))];
        bool hasAgents = logs.Exists(log => StoreLayout.TryParseAgentLog(log, out _, out _));
        return _newestFirst
            ? hasAgents ? HistoryMerge.ByClockNewestFirst(streams) : Enumerable.Reverse(streams).SelectMany(operations => operations)
            : hasAgents ? HistoryMerge.ByClock(streams) : streams.SelectMany(operations => operations);
    }

    private IEnumerable<LoggedOperation> Stream(string log)
    {
        // Missing, it was pruned between the listing and now.
        using IObjectReader? source = StoreFiles.TryOpen(_backend, log);
        foreach (LoggedOperation operation in source is null ? [] : Stream(source, log, source.Length))
        {
            yield return operation;
        }
    }

    private IEnumerable<LoggedOperation> StreamActive(string log, long? end, IReadOnlyCollection<string> known)
    {
        using IObjectReader? source = StoreFiles.TryOpen(_backend, log);
        foreach (LoggedOperation operation in source is null ? ReadSuccessors(log, known) : Stream(source, log, end ?? source.Length))
        {
            yield return operation;
        }
    }

    private IEnumerable<LoggedOperation> Stream(IObjectReader source, string log, long end) => _newestFirst
        ? _search?.ReadNewestFirst(source, log, end) ?? HistoryTail.Read(source, log, begin: 0, end, _filter)
        : _search?.Read(source, log, end) ?? HistoryReader.Read(source, log, from: 0, end, _filter);

    private IEnumerable<LoggedOperation> ReadSuccessors(string log, IReadOnlyCollection<string> known)
    {
        Manifest now = CurrentManifest.Read(_backend);
        return now.Names(log)
            ? throw new LogMissingException(StoreFiles.PathOf(_backend, log))
            : Read(now.ActiveOps, end: null, now.ActiveAgentOps.Count > 0, known);
    }
}
