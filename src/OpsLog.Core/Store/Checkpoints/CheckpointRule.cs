using OpsLog.Core.Primitives;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Checkpoints;

/// <summary>When a checkpoint is due: where the log has outgrown the snapshot, or by a number of operations.</summary>
/// <param name="options">The number of operations, where there is one.</param>
/// <param name="condition">Whether the store takes writes.</param>
/// <param name="state">What there is to cover.</param>
internal sealed class CheckpointRule(OpsLogStoreOptions options, StoreCondition condition, WritableState state)
{
    /// <summary>A smaller log is not worth a checkpoint: replaying it takes a few milliseconds.</summary>
    private const long SmallestDueLog = 4 * 1024 * 1024;

    private Postponement? _postponement;

    /// <summary>Whether there is anything to cover, and the store can take a checkpoint.</summary>
    public bool IsPossible() => IsPossible(state.Uncovered().Operations);

    /// <summary>Whether a checkpoint is due.</summary>
    public bool IsDue()
    {
        (long operations, long bytes) = state.Uncovered();
        bool isDue = options.CheckpointThreshold is { } threshold
            ? operations >= threshold
            : bytes > Math.Max(state.SnapshotBytes, SmallestDueLog);
        return isDue && IsPossible(operations) && !IsPostponed(bytes);
    }

    /// <summary>Waits with the next checkpoint until there is twice as much to cover, because this one failed.</summary>
    public void Postpone() => Volatile.Write(ref _postponement, new Postponement(state.Manifest.CurrentSnapshot, state.Uncovered().Bytes * 2));

    private bool IsPossible(long operations) =>
        operations > 0 && condition is { IsOpen: true, HasFailed: false } && state.Clock <= LamportClock.Largest;

    /// <summary>Behind another snapshot, the bytes are counted again and nothing is postponed.</summary>
    private bool IsPostponed(long bytes) =>
        Volatile.Read(ref _postponement) is { } postponement
        && bytes < postponement.Bytes
        && postponement.Snapshot == state.Manifest.CurrentSnapshot;

    private sealed record Postponement(string Snapshot, long Bytes);
}
