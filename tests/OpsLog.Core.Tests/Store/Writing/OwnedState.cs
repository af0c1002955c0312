using System.Text;
using OpsLog.Core.Log;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Tests.Store.Writing;

/// <summary>A single writer's state over a backend, without a role, a lock or a facade around it.</summary>
internal sealed class OwnedState : IDisposable
{
    public OwnedState(IStorageBackend? backend = null, OpsLogStoreOptions? options = null)
    {
        Backend = backend ?? new MemoryBackend();
        Options = options ?? new OpsLogStoreOptions();
        Condition = new StoreCondition(Backend.Location);
        LoadedStore loaded = Load();
        string log = loaded.Manifest.Manifest.ActiveOps;
        State = new WritableState(Condition, loaded, Options, new LogOrder(), log, Backend.OpenAppend(log), () => LogsEnded++);
    }

    public IStorageBackend Backend { get; }

    public OpsLogStoreOptions Options { get; }

    public StoreCondition Condition { get; }

    public WarningList Warnings { get; } = new([]);

    public WritableState State { get; }

    /// <summary>How often the state reported that its log had ended.</summary>
    public int LogsEnded { get; private set; }

    public static StagedOperation Staged(string id, string? json) =>
        new(Encoding.UTF8.GetBytes(id), json is null ? null : Encoding.UTF8.GetBytes(json));

    public LoadedStore Load()
    {
        ManifestFile manifest = FreshStore.ReadOrCreate(Backend, 1);
        return new LoadedStore(new StateLoader(Backend, Options, Warnings.Add).Load(manifest.Manifest), manifest, []);
    }

    public LogPosition Set(string id, string json, CancellationToken cancellation = default) =>
        State.Set(Encoding.UTF8.GetBytes(id), Encoding.UTF8.GetBytes(json), cancellation);

    public string? Get(string id) => State.Get(Encoding.UTF8.GetBytes(id)) is { } value ? Encoding.UTF8.GetString(value) : null;

    public WritePipeline Pipeline(GroupCommit? group = null, Action? maintain = null) =>
        new(State, Condition, Options, group ?? new GroupCommit(Options.GroupSize, Options.GroupDelay)) { Maintain = maintain ?? (static () => { }) };

    /// <summary>The whole lines of the log that is written.</summary>
    public int Lines() => Encoding.UTF8.GetString(Backend.Read(State.LogName)!.Content).Count(c => c == '\n');

    public void Dispose() => State.Own.Writer.Dispose();
}
