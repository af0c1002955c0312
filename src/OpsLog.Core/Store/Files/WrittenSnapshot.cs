using OpsLog.Core.Model;
using OpsLog.Core.State;

namespace OpsLog.Core.Store.Files;

/// <summary>A snapshot that was written, and that no manifest names yet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Seal">Its length and checksum.</param>
/// <param name="Index">Its index, which is not written yet; null if it is to have none.</param>
internal sealed record WrittenSnapshot(string Name, SnapshotSeal Seal, SnapshotIndexBuilder? Index);
