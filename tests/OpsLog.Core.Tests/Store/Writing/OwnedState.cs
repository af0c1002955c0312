using System.Text;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Locks;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Tests.Store.Writing;

/// <summary>
/// The state of a single writer, or of the agent that the options name, over a backend and without a role or a facade
/// around it. A single writer holds no lock, so others can do beside it what its lock would prevent.
/// </summary>
internal sealed class OwnedState : IDisposable
{
    private readonly AgentSeat? _seat;

    public OwnedState(IStorageBackend? backend = null, OpsLogStoreOptions? options = null)
    {
        Backend = backend ?? new MemoryBackend();
        Options = options ?? new OpsLogStoreOptions();
        Condition = new StoreCondition(Backend.Location);
        if (Options.Agent is { } agent)
        {
            _seat = AgentSeat.Acquire(Backend, agent, LockWait.None, TimeSpan.Zero);
            FreshStore.ReadOrCreate(Backend, new OpsLogStoreOptions());
            OtherProcess.Register(Backend, agent);
        }

        LoadedStore loaded = Load();
        Manifest manifest = loaded.Manifest.Manifest;
        string log = _seat is null ? manifest.ActiveOps : manifest.ActiveAgentOps[_seat.Agent];
        IOperationOrder order = _seat is null ? new LogOrder() : new AgentOrder(_seat.IdBytes);
        State = new WritableState(Condition, loaded, Options, order, log, Backend.OpenAppend(log), () => LogsEnded++);
    }

    public IStorageBackend Backend { get; }

    public OpsLogStoreOptions Options { get; }

    public StoreCondition Condition { get; }

    public WarningList Warnings { get; } = new([]);

    public WritableState State { get; }

    /// <summary>The agent.</summary>
    public AgentSeat Seat => _seat!;

    /// <summary>How often the state reported that its log had ended.</summary>
    public int LogsEnded { get; private set; }

    public static StagedOperation Staged(string id, string? json) =>
        new(Encoding.UTF8.GetBytes(id), json is null ? null : Encoding.UTF8.GetBytes(json));

    /// <summary>Loads the store, on request as another process that reads through a backend of its own.</summary>
    public LoadedStore Load(IStorageBackend? other = null)
    {
        IStorageBackend backend = other ?? Backend;
        HashSet<string> known = StoreFiles.WrittenLogs(backend);
        ManifestFile manifest = FreshStore.ReadOrCreate(backend, new OpsLogStoreOptions());
        return new LoadedStore(new StateLoader(backend, Options, Warnings.Add).Load(manifest.Manifest), manifest, known);
    }

    public LogPosition Set(string id, string json, CancellationToken cancellation = default) =>
        State.Set(
            new RecordWrite { Id = id, Key = Encoding.UTF8.GetBytes(id), Json = Encoding.UTF8.GetBytes(json), Condition = WriteCondition.Always }, cancellation).Position;

    public string? Get(string id) => State.Get(Encoding.UTF8.GetBytes(id)) is { } value ? Encoding.UTF8.GetString(value) : null;

    public WritePipeline Pipeline(GroupCommit? group = null, Action? maintain = null) =>
        new(State, Condition, Options, group ?? new GroupCommit(Options.GroupSize, Options.GroupDelay)) { Maintain = maintain ?? (static () => { }) };

    /// <summary>Writes a record and commits it.</summary>
    public void Put(string id, string json)
    {
        LogPosition position = Set(id, json);
        position.Log.Commit(position.Offset);
    }

    /// <summary>The whole lines of the log that is written.</summary>
    public int Lines() => Encoding.UTF8.GetString(Backend.Read(State.LogName)!.Content).Count(c => c == '\n');

    public void Dispose()
    {
        State.Dispose();
        _seat?.Dispose();
    }
}
