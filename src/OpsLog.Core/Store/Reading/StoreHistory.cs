using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;

namespace OpsLog.Core.Store.Reading;

/// <summary>The logs as an audit trail: kept logs and the active one.</summary>
internal static class StoreHistory
{
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
    /// <exception cref="LogMissingException">The active log is missing, and the manifest still names it; thrown by the stream.</exception>
    public static IEnumerable<LoggedOperation> Read(IStorageBackend backend, string active, long end, bool isShared, OperationFilter filter) =>
        Read(backend, active, end, isShared, [], filter);

    /// <param name="backend">Where the store is.</param>
    /// <param name="active">The active log.</param>
    /// <param name="end">How far that log is read; null for all of it.</param>
    /// <param name="isShared">Whether agents have written.</param>
    /// <param name="except">The logs that are read already.</param>
    /// <param name="filter">Which operations.</param>
    private static IEnumerable<LoggedOperation> Read(
        IStorageBackend backend, string active, long? end, bool isShared, IReadOnlyCollection<string> except, OperationFilter filter)
    {
        List<string> logs = isShared ? [.. StoreFiles.AllLogs(backend).Append(active).Distinct(StringComparer.Ordinal)] : StoreFiles.Logs(backend, active);
        IEnumerable<LoggedOperation>[] streams = [.. logs.Except(except, StringComparer.Ordinal).Select(log => log == active
            ? StreamActive(backend, active, end, [.. except, .. logs], filter)
            : Stream(backend, log, filter))];
        return logs.Exists(log => StoreLayout.TryParseAgentLog(log, out _, out _))
            ? HistoryMerge.ByClock(streams)
            : streams.SelectMany(operations => operations);
    }

    private static IEnumerable<LoggedOperation> Stream(IStorageBackend backend, string log, OperationFilter filter)
    {
        // Missing, it was pruned between the listing and now.
        using IObjectReader? source = StoreFiles.TryOpen(backend, log);
        foreach (LoggedOperation operation in source is null ? [] : HistoryReader.Read(source, log, 0, source.Length, filter))
        {
            yield return operation;
        }
    }

    private static IEnumerable<LoggedOperation> StreamActive(IStorageBackend backend, string log, long? end, IReadOnlyCollection<string> known, OperationFilter filter)
    {
        using IObjectReader? source = StoreFiles.TryOpen(backend, log);
        foreach (LoggedOperation operation in source is null ? ReadSuccessors(backend, log, known, filter) : HistoryReader.Read(source, log, 0, end ?? source.Length, filter))
        {
            yield return operation;
        }
    }

    private static IEnumerable<LoggedOperation> ReadSuccessors(IStorageBackend backend, string log, IReadOnlyCollection<string> known, OperationFilter filter)
    {
        Manifest now = CurrentManifest.Read(backend);
        return now.Names(log)
            ? throw new LogMissingException(StoreFiles.PathOf(backend, log))
            : Read(backend, now.ActiveOps, end: null, now.ActiveAgentOps.Count > 0, known, filter);
    }
}
