using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;

namespace OpsLog.Core.Store.Past;

/// <summary>A log that led to the records of now.</summary>
/// <param name="Name">The log.</param>
/// <param name="Writer">The agent that wrote it; empty for a single writer.</param>
/// <param name="Begun">When it was begun, by its name.</param>
/// <param name="End">How far it counts, in bytes; null for all of it.</param>
internal sealed record PastLog(string Name, string Writer, DateTime Begun, long? End)
{
    private static readonly OperationFilter s_all = new();

    /// <summary>Streams its operations from the last one back; none if it was removed meanwhile.</summary>
    public IEnumerable<LoggedOperation> ReadNewestFirst(IStorageBackend backend) =>
        Stream(backend, (source, end) => HistoryTail.Read(source, Name, begin: 0, end, s_all));

    /// <summary>Streams its operations from an offset on, the oldest first.</summary>
    public IEnumerable<LoggedOperation> ReadFrom(IStorageBackend backend, long from) =>
        Stream(backend, (source, end) => HistoryReader.Read(source, Name, Math.Min(from, end), end, s_all));

    /// <summary>Streams its operations before an offset, the newest first.</summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="to">The offset, between two steps.</param>
    /// <param name="search">What is searched for; null for all operations.</param>
    public IEnumerable<LoggedOperation> ReadBefore(IStorageBackend backend, long to, HistorySearch? search) => Stream(backend, (source, end) =>
        search?.ReadNewestFirst(source, Name, Math.Min(to, end)) ?? HistoryTail.Read(source, Name, begin: 0, Math.Min(to, end), s_all));

    private IEnumerable<LoggedOperation> Stream(IStorageBackend backend, Func<IObjectReader, long, IEnumerable<LoggedOperation>> read)
    {
        using IObjectReader? source = StoreFiles.TryOpen(backend, Name);
        foreach (LoggedOperation operation in source is null ? [] : read(source, End ?? source.Length))
        {
            yield return operation;
        }
    }
}
