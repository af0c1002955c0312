using OpsLog.Core.Model;
using OpsLog.Core.State;

namespace OpsLog.Core.Store.Loading;

/// <summary>A store's state as it was read from its files.</summary>
/// <param name="Table">The records.</param>
/// <param name="Header">The snapshot's header.</param>
/// <param name="SnapshotBytes">The snapshot's length in bytes.</param>
/// <param name="Logs">The logs, read to their ends.</param>
/// <param name="Skipped">The snapshot's records that can't be used.</param>
internal sealed record LoadedState(
    RecordTable Table, SnapshotHeader Header, long SnapshotBytes, LogFollower Logs, IReadOnlyList<SkippedRecord> Skipped);
