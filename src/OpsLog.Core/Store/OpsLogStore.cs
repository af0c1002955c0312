using System.Buffers;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Archive;
using OpsLog.Core.Store.Blobs;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Opening;
using OpsLog.Core.Store.Reading;
using OpsLog.Core.Store.Roles;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store;

/// <summary>
/// An embedded document store: records are JSON objects under string ids, every change is an operation in an
/// append-only log, and the state is the newest snapshot with the log replayed over it.
/// </summary>
/// <remarks>
/// One object may be used from several threads. Writes are serialised; reads see the state as of one moment and never
/// wait for a disk. An error leaves the state as it was before the call.
/// </remarks>
public sealed partial class OpsLogStore : IRecordReader, IRecordWriter, IDisposable
{
    private readonly StoreContext _context;
    private readonly StoreRole _role;
    private readonly SegmentCatalog _segments;
    private readonly MoveCheck _moves;
    private readonly IndexSearch _indexes;
    private readonly BlobFolder _blobs;
    private int _isReleased;

    private OpsLogStore(StoreContext context, StoreRole role)
    {
        _context = context;
        _role = role;
        _segments = new SegmentCatalog(
            context.Backend, context.Condition, role.State, context.Options.Strict, role.HasOtherWriters, context.Warnings);
        _moves = new MoveCheck(context.Options, role.State, _segments);
        _indexes = new IndexSearch(role.State);
        _blobs = new BlobFolder(context.Backend);
    }

    /// <summary>The store's directory or address.</summary>
    public string Location => _context.Backend.Location;

    /// <summary>How the store was opened.</summary>
    public OpsLogStoreOptions Options => _context.Options;

    /// <summary>Whether the store is open.</summary>
    public bool IsOpen => _context.Condition.IsOpen;

    /// <summary>The agent this store object writes as; null for a single writer or a reader.</summary>
    public string? Agent => _role.Agent;

    /// <summary>Who makes the changes of this store object, as the log contains it; null for no author, and for a reader.</summary>
    public string? Author => _role.Author;

    /// <summary>What was repaired, skipped or postponed after the store was opened.</summary>
    public IReadOnlyList<StoreWarning> Warnings => _context.Warnings.ToList();

    /// <inheritdoc/>
    public int Count => _role.State.Count;

    /// <summary>Opens or creates a store in a directory.</summary>
    /// <exception cref="OpsLogException">The store can't be opened; nothing was changed. The type says why.</exception>
    /// <exception cref="OperationCanceledException">The opening was cancelled.</exception>
    public static OpsLogStore Open(string directory, OpsLogStoreOptions? options = null, CancellationToken cancellation = default)
    {
        FileSystemBackend backend = new(directory);
        try
        {
            return Open(backend, options, cancellation);
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    /// <summary>Opens or creates a store in a backend, which the store disposes of when it is closed.</summary>
    /// <inheritdoc cref="Open(string, OpsLogStoreOptions?, CancellationToken)"/>
    public static OpsLogStore Open(IStorageBackend backend, OpsLogStoreOptions? options = null, CancellationToken cancellation = default)
    {
        (StoreContext context, StoreRole role) = StoreOpener.Open(backend, options ?? new OpsLogStoreOptions(), cancellation);
        return new OpsLogStore(context, role);
    }

    /// <summary>
    /// The schema version of the store in a directory, as its manifest gives it; null where there is no store. Changes
    /// nothing.
    /// </summary>
    /// <exception cref="OpsLogException">The directory holds a store that can't be opened. The type says why.</exception>
    public static int? FindSchemaVersion(string directory)
    {
        using FileSystemBackend backend = new(directory);
        return FreshStore.FindManifest(backend) is { } content
            ? ManifestCodec.Read(content.Content, StoreFiles.PathOf(backend, StoreLayout.Manifest)).Version
            : null;
    }

    /// <summary>The agents that have a log in a directory, those that are gone included; none where there is no store.</summary>
    public static IReadOnlyList<string> GetAgents(string directory)
    {
        using FileSystemBackend backend = new(directory);
        return StoreFiles.Agents(backend);
    }

    /// <summary>Checks that an agent of this id can write to the store in a directory, which exists or is new. Changes nothing.</summary>
    /// <exception cref="InvalidNameException">The id is new and not a file name on every system, or is one file with another one.</exception>
    public static void CheckAgentId(string directory, string agent)
    {
        using FileSystemBackend backend = new(directory);
        AgentOpening.CheckId(backend, agent, FreshStore.FindManifest(backend) is { } content ? ManifestFile.Parse(backend, content).Manifest : null);
    }

    /// <summary>The agents that have a log in the store, those that are gone included, by ordinal.</summary>
    public IReadOnlyList<string> GetAgents() => StoreFiles.Agents(_context.Backend);

    /// <inheritdoc/>
    public bool Contains(string id) => _role.State.Contains(JsonText.Encode(id));

    /// <inheritdoc/>
    public bool TryGet(string id, IBufferWriter<byte> destination) => _role.State.TryGet(JsonText.Encode(id), destination);

    /// <summary>A record, one JSON object in UTF-8; null where there is none.</summary>
    public byte[]? Get(string id) => _role.State.Get(JsonText.Encode(id));

    /// <inheritdoc/>
    public RecordView View() => _role.State.View();

    /// <summary>The store's figures.</summary>
    public StoreStatistics GetStatistics() => _role.State.Measure();

    /// <summary>All operations of the kept logs on one record, oldest first.</summary>
    public IEnumerable<LoggedOperation> GetHistory(string id) => GetOperations(new OperationFilter { Id = id });

    /// <summary>
    /// The operations of the kept logs and the active one, oldest first, streamed from the files; those written after
    /// the call are not among them. If another process has removed the active log that this object knows, they go on with the
    /// logs in its place.
    /// </summary>
    /// <exception cref="LogMissingException">The active log is missing although the manifest names it; thrown by the stream.</exception>
    public IEnumerable<LoggedOperation> GetOperations(OperationFilter? filter = null)
    {
        (string active, long end) = _role.CommitHistory();
        return StoreHistory.Read(_context.Backend, active, end, _role.State.IsShared, filter ?? new OperationFilter(), _context.Indexes);
    }

    /// <summary>
    /// The same operations as <see cref="GetOperations"/>, newest first. The cost depends on the operations that are taken,
    /// not on the length of the history.
    /// </summary>
    /// <remarks>
    /// Where a single writer and agents wrote in turns, operations without a clock are placed by their times among the others.
    /// An agent's undo can then be at another place than in <see cref="GetOperations"/>.
    /// </remarks>
    public IEnumerable<LoggedOperation> GetOperationsNewestFirst(OperationFilter? filter = null)
    {
        (string active, long end) = _role.CommitHistory();
        return StoreHistory.ReadNewestFirst(_context.Backend, active, end, _role.State.IsShared, filter ?? new OperationFilter(), _context.Indexes);
    }

    /// <summary>When records were created and last changed. Reads the kept history once.</summary>
    /// <param name="id">The only record that is of interest; null for all.</param>
    public RecordInfos GetRecordInfos(string? id = null) => new(GetOperations(new OperationFilter { Id = id }));

    /// <summary>The archive segments. Reads each of them to count its records, and omits those that another process has removed.</summary>
    public IReadOnlyList<ArchiveSegmentInfo> GetSegments() => _segments.List();

    /// <summary>The names of the archive segments.</summary>
    public IReadOnlyList<string> GetSegmentNames() => _segments.ListNames();

    /// <summary>Checks that records can be archived to a segment of this name, which exists or is new.</summary>
    /// <param name="segment">The name.</param>
    /// <param name="besides">The names of other segments that will be made before it.</param>
    /// <exception cref="InvalidNameException">
    /// The name is new and not a file name on every system, or is one file with another segment on some system.
    /// </exception>
    public void CheckSegmentName(string segment, IEnumerable<string>? besides = null) => _segments.CheckName(segment, besides ?? []);

    /// <summary>Streams the records of a segment.</summary>
    /// <exception cref="ArchiveSegmentException">
    /// There is no such segment, or it can't be read. With <see cref="SegmentFault.Removed"/>, another process has removed it,
    /// and its records may be active: refresh the store.
    /// </exception>
    public IEnumerable<ArchivedRecord> ReadSegment(string segment) => _segments.Read(segment);

    /// <summary>
    /// Applies what other agents wrote, or, for a reader, what the writer did, and returns how many operations that were.
    /// Costs what is new; behind a checkpoint of another process, a loading. A single writer has nothing to read.
    /// </summary>
    /// <exception cref="OpsLogException">A file could not be read; what the others hold may have been applied.</exception>
    public long Refresh() => Refresh(CancellationToken.None);

    /// <inheritdoc cref="Refresh()"/>
    /// <param name="cancellation">Ends the wait for another change of this store object, and a loading.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public long Refresh(CancellationToken cancellation)
    {
        using StoreTurn turn = _role.State.EnterTurn(cancellation);
        return _role.Refresh(turn, null);
    }

    /// <summary>
    /// The same as <see cref="Refresh()"/>, with the operations that were new, in the total order. If logs were removed before
    /// they were read, the operations in them are missing, and <see cref="Warnings"/> has
    /// <see cref="StoreWarningKind.UnreadOperations"/>.
    /// </summary>
    public IReadOnlyList<LoggedOperation> RefreshWithOperations(CancellationToken cancellation = default)
    {
        List<LoggedOperation> collected = [];
        using StoreTurn turn = _role.State.EnterTurn(cancellation);
        _role.Refresh(turn, collected);
        return HistoryMerge.InOrder(collected);
    }

    /// <summary>
    /// Follows what others write from here on. A single writer's feed stays empty: there is no other writer. The feed holds
    /// the current logs open, so that it reads them to their ends also if they are removed. If logs come and go between two
    /// calls of it, their operations are missing, and <see cref="Warnings"/> has
    /// <see cref="StoreWarningKind.UnreadOperations"/>.
    /// </summary>
    /// <param name="cancellation">Ends the wait for another change of this store object.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public OperationFeed Follow(CancellationToken cancellation = default)
    {
        // Within a turn, so that a refresh that runs now is either before the feed or all of it in the feed.
        using StoreTurn turn = _role.State.EnterTurn(cancellation);
        return _context.Feeds.Add(Refresh);
    }

    /// <summary>
    /// Makes everything durable, takes a checkpoint if its rule asks for one, and releases the store. Closing twice is
    /// no error. A store that has failed is released as it is.
    /// </summary>
    /// <exception cref="StoreFailedException">What was not yet acknowledged could not be written.</exception>
    public void Close() => Close(CancellationToken.None);

    /// <inheritdoc cref="Close()"/>
    /// <param name="cancellation">Ends the wait for a batch of another thread.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the store is open.</exception>
    public void Close(CancellationToken cancellation)
    {
        if (!IsOpen)
        {
            return;
        }

        try
        {
            _role.Finish(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (StoreClosedException)
        {
            // Another thread was faster, and releases it.
            return;
        }
        catch
        {
            Release();
            throw;
        }

        Release();
    }

    /// <inheritdoc cref="Close()"/>
    public void Dispose() => Close();

    private void Release()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) != 0)
        {
            return;
        }

        _context.Condition.Close();
        _role.State.Wake();
        _context.Feeds.HeldLogs.End();
        _role.Dispose();
        _context.Snapshots.Close();
        _context.Backend.Dispose();
    }
}
