using OpsLog.Core.Model;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>The content of a store at one moment.</summary>
/// <param name="Content">The bytes of the manifest.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="Snapshot">The snapshot, open; null if it is missing, which is damage.</param>
/// <param name="Logs">The active logs.</param>
/// <param name="History">The names of the superseded logs.</param>
internal sealed record StoreMoment(
    VersionedContent Content, Manifest Manifest, IObjectReader? Snapshot, IReadOnlyList<StoreMoment.LogState> Logs, IReadOnlyList<string> History) : IDisposable
{
    /// <summary>One log at that moment.</summary>
    /// <param name="Mirror">Its copy.</param>
    /// <param name="Length">Its length.</param>
    /// <param name="Tail">Its last bytes.</param>
    /// <param name="LaterLength">Its length after everything else had been read.</param>
    internal sealed record LogState(LogMirror Mirror, long Length, byte[] Tail, long LaterLength);

    public void Dispose() => Snapshot?.Dispose();
}
