using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Opening;

namespace OpsLog.Core.Store;

/// <summary>
/// Streams the files of a store at one moment, without loading it: the records of the current snapshot, and the operations of
/// the logs that follow it. It acquires no lock and changes nothing, so writers continue; their
/// later operations and snapshots are not in the streams. Memory does not depend on the size of the store.
/// </summary>
public sealed class StoreFilesReader : IDisposable
{
    private readonly IStorageBackend _backend;
    private readonly Manifest _manifest;
    private readonly IObjectReader _snapshot;
    private readonly List<(string Name, IObjectReader Source, long From, long Length)> _logs = [];

    private StoreFilesReader(IStorageBackend backend, Manifest manifest)
    {
        _backend = backend;
        _manifest = manifest;
        _snapshot = StoreFiles.TryOpen(backend, manifest.CurrentSnapshot)
            ?? throw new SnapshotException(SnapshotFault.Missing, StoreFiles.PathOf(backend, manifest.CurrentSnapshot), 0, 0, "the file is missing");
        try
        {
            IReadOnlyDictionary<string, long> covered = SnapshotLoader.IsDocument(_snapshot) ? Manifest.NoLengths
                : SnapshotLoader.TryReadHeader(_snapshot)?.Covered ?? Manifest.NoLengths;
            foreach (string log in StoreFiles.ByAge(manifest.ActiveAgentOps.Values.Append(manifest.ActiveOps)))
            {
                IObjectReader source = StoreFiles.TryOpen(backend, log) ?? throw new LogMissingException(StoreFiles.PathOf(backend, log));
                _logs.Add((log, source, covered.GetValueOrDefault(log), source.Length));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The store's directory or address.</summary>
    public string Location => _backend.Location;

    /// <summary>The schema version of the records.</summary>
    public int SchemaVersion => _manifest.Version;

    /// <summary>Opens the files of the store in a directory.</summary>
    /// <exception cref="StoreNotFoundException">There is no store.</exception>
    /// <exception cref="OpsLogException">A file is missing or can't be read. The type says which.</exception>
    public static StoreFilesReader Open(string directory) => Open(new FileSystemBackend(directory));

    /// <summary>Opens the files of the store in a backend, which is disposed of with the reader.</summary>
    /// <inheritdoc cref="Open(string)"/>
    public static StoreFilesReader Open(IStorageBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        for (int attempt = 1; ; attempt++)
        {
            VersionedContent content = FreshStore.FindManifest(backend) ?? throw new StoreNotFoundException(backend.Location);
            try
            {
                return new StoreFilesReader(backend, ManifestFile.Parse(backend, content).Manifest);
            }
            catch (OpsLogException e) when (OpenedStore.MayTryAgain(backend, e, content.Version, attempt))
            {
                // A checkpoint of another process superseded the manifest.
            }
        }
    }

    /// <summary>
    /// The records of the snapshot, in the order in which it contains them. If the manifest contains the checksum of the
    /// snapshot, it is verified before the first record is returned.
    /// </summary>
    /// <exception cref="SnapshotException">The snapshot is malformed or damaged; thrown by the stream.</exception>
    public IEnumerable<StoredRecord> ReadSnapshot()
    {
        string path = StoreFiles.PathOf(_backend, _manifest.CurrentSnapshot);
        if (_manifest.Seal is { } seal)
        {
            SnapshotRecords.Verify(_snapshot, path, seal);
        }

        SnapshotRecords records = new(_snapshot, path);
        while (records.TryRead())
        {
            yield return new StoredRecord(records.Id, records.Value, records.Stamp?.Clock, records.Stamp is { } stamp ? JsonText.Decode(stamp.Agent) : null);
        }
    }

    /// <summary>
    /// The operations that the snapshot does not contain, complete steps only, oldest first; those of agents in the order of
    /// their clocks. The checksums of a log are verified before its first operation is returned.
    /// </summary>
    /// <remarks>
    /// Without agents, applying them in this order to the records of the snapshot results in the current state. An operation
    /// of an agent can be older than the record in the snapshot: it applies unless <see cref="StoredRecord.Clock"/>, or with
    /// the same clock <see cref="StoredRecord.Agent"/> by ordinal comparison, is higher than its own.
    /// </remarks>
    /// <param name="filter">Which operations; null for all.</param>
    /// <param name="warn">Receives the damage, which is skipped. Null refuses a log with damage.</param>
    /// <exception cref="LogDamagedException">A log is damaged, and <paramref name="warn"/> is null; thrown by the stream.</exception>
    public IEnumerable<LoggedOperation> ReadOperations(OperationFilter? filter = null, Action<StoreWarning>? warn = null)
    {
        List<IEnumerable<LoggedOperation>> streams = [.. _logs.Select(log => Stream(log.Name, log.Source, log.From, log.Length, filter ?? new OperationFilter(), warn))];
        return _logs.Exists(log => StoreLayout.TryParseAgentLog(log.Name, out _, out _)) ? HistoryMerge.ByClock(streams) : streams.SelectMany(operations => operations);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _snapshot.Dispose();
        _logs.ForEach(log => log.Source.Dispose());
        _backend.Dispose();
    }

    private IEnumerable<LoggedOperation> Stream(string log, IObjectReader source, long from, long length, OperationFilter filter, Action<StoreWarning>? warn)
    {
        long end = Verify(log, source, from, length, warn);
        foreach (LoggedOperation operation in HistoryReader.Read(source, log, from, end, filter))
        {
            yield return operation;
        }
    }

    /// <summary>Reads all lines, and returns the offset behind the last complete step.</summary>
    private long Verify(string log, IObjectReader source, long from, long length, Action<StoreWarning>? warn)
    {
        LogScanner scanner = new(new LineReader(source, from, length));
        try
        {
            while (scanner.TryRead(out _))
            {
            }
        }
        catch (LineTooLongException line)
        {
            throw new LogDamagedException(StoreFiles.PathOf(_backend, log), line.Line, line.Offset, line.Message, canBeSkipped: false);
        }

        LogCursor cursor = new(log, agent: "", from, clock: 0) { Offset = scanner.WholeLength };
        DamageReport report = new(_backend, strict: warn is null, warn ?? (static _ => { }));
        report.Report(cursor, scanner);
        report.ReportCount(cursor);
        return scanner.WholeLength;
    }
}
