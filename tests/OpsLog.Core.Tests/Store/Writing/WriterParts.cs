using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Undo;

namespace OpsLog.Core.Tests.Store.Writing;

/// <summary>The parts of a single writer.</summary>
internal sealed class WriterParts : OwnedParts
{
    public WriterParts(IStorageBackend? backend = null, OpsLogStoreOptions? options = null)
        : base(backend, options, owned => new WriterManifest(owned.Backend, owned.Condition, owned.State))
    {
        Length = new LogLength(Owned.Options, State, Manifests, Owned.Warnings, Owned.Backend.Location);
        Retention retention = new(Owned.Backend, Owned.Options.HistoryRetention, Owned.Warnings);
        Checkpoint = new WriterCheckpoint(Owned.Backend, State, Pipeline, Succession, retention, Owned.Options);
        Undo = new WriterUndo(Owned.Backend, Owned.Condition, State, Pipeline, Length, NoPreparation);
    }

    public LogLength Length { get; }

    public WriterCheckpoint Checkpoint { get; }

    public WriterUndo Undo { get; }
}
