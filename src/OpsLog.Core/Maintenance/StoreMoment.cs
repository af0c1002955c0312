using OpsLog.Core.Model;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>What a store consisted of at one moment.</summary>
/// <param name="Content">The manifest as it was.</param>
/// <param name="Manifest">What it says.</param>
/// <param name="Snapshot">The snapshot, open; null where it is missing, which is damage.</param>
/// <param name="Logs">The logs that were written to.</param>
/// <param name="History">The names of the superseded logs.</param>
internal sealed record StoreMoment(
    VersionedContent Content, Manifest Manifest, IObjectReader? Snapshot, IReadOnlyList<StoreMoment.LogState> Logs, IReadOnlyList<string> History) : IDisposable
{
    /// <summary>One log at that moment.</summary>
    /// <param name="Mirror">The copy that follows it.</param>
    /// <param name="Length">How long it was.</param>
    /// <param name="Tail">Its last bytes.</param>
    /// <param name="LaterLength">How long it was when all the rest had been looked at.</param>
    internal sealed record LogState(LogMirror Mirror, long Length, byte[] Tail, long LaterLength);

    public void Dispose() => Snapshot?.Dispose();
}
