using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Checkpoints;

/// <summary>The checkpoint of a single writer: the state as a new snapshot, a new log, and a manifest that names both.</summary>
/// <param name="backend">Where the store is.</param>
/// <param name="state">The state.</param>
/// <param name="pipeline">Commits what was written.</param>
/// <param name="succession">Goes on in the new log.</param>
/// <param name="retention">Deletes what is superseded.</param>
/// <param name="options">How the store was opened.</param>
internal sealed class WriterCheckpoint(
    IStorageBackend backend, WritableState state, WritePipeline pipeline, LogSuccession succession, Retention retention, OpsLogStoreOptions options)
{
    /// <summary>Takes a checkpoint if there is anything to cover.</summary>
    public CheckpointResult TakeIfNew(StoreTurn turn)
    {
        pipeline.CommitAll();
        return state.Uncovered().Operations == 0 ? new CheckpointResult(false, state.Count, 0, state.SnapshotBytes) : Take(turn, endsUndo: false);
    }

    /// <summary>Takes a checkpoint.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="endsUndo">Whether the steps before it can't be undone.</param>
    public CheckpointResult Take(StoreTurn turn, bool endsUndo)
    {
        state.ThrowIfClockIsExhausted(0);

        // What the snapshot holds must be in the logs as well, which stay as history.
        succession.FlushOthers(turn);
        succession.Fence(turn, _ => true);
        Manifest before = state.Manifest;
        long operations = state.Uncovered().Operations;
        RecordView view = state.View();
        SnapshotHeader header = new(before.Version, Timestamp.Format(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()))
        {
            Clock = state.Clock,
            Horizon = state.Clock,
            Retired = succession.Ends(turn, _ => true),
        };
        WrittenSnapshot snapshot = StoreFiles.WriteSnapshot(backend, before, header, view, null, options.Progress, options.SnapshotIndexFrom);
        string log = StoreFiles.NextLog(backend, before);
        succession.SwitchTo(
            turn,
            log,
            snapshot,
            header,
            manifest => manifest with
            {
                CurrentSnapshot = snapshot.Name,
                ActiveOps = log,
                ActiveAgentOps = new Dictionary<string, string>(StringComparer.Ordinal),
                Seal = snapshot.Seal,
                UndoFloor = endsUndo ? log : manifest.UndoFloor,
                Stats = manifest.Stats with { ActiveRecords = view.Count, OpsCount = 0, LastCheckpoint = header.Timestamp },
            },
            mindsNewAgents: false);
        retention.Prune(state.Manifest, before.CurrentSnapshot, logs => succession.NoteRemoval(turn, logs));
        return new CheckpointResult(true, view.Count, operations, snapshot.Seal.Length);
    }
}
