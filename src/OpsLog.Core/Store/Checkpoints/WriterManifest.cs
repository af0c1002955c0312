using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Checkpoints;

/// <summary>The manifest of a single writer, whose lock keeps other writers out.</summary>
internal sealed class WriterManifest(IStorageBackend backend, StoreCondition condition, StoreState state) : ManifestWriter(backend, condition, state)
{
    /// <summary>
    /// Has this engine write the manifest. The npm package's agents read the logs in <c>activeAgentOps</c> alone, which
    /// have a single writer's among them then.
    /// </summary>
    public override void NameOwnLog(StoreTurn turn)
    {
        if (!State.Manifest.IsSealed)
        {
            Put(turn, manifest => manifest);
        }
    }

    /// <summary>
    /// Goes on where the manifest was changed by nothing but agents that registered and were then refused, because the
    /// store was open; they have written nothing.
    /// </summary>
    private protected override void AdoptConflict(StoreTurn turn, ManifestFile inPlace, bool mindsNewAgents)
    {
        Manifest found = inPlace.Manifest;
        ManifestFile before = State.ManifestFile;
        bool isOurs = found.CurrentSnapshot == before.Manifest.CurrentSnapshot
            && found.ActiveOps == before.Manifest.ActiveOps
            && found.ArchiveSegments.SequenceEqual(before.Manifest.ArchiveSegments, StringComparer.Ordinal);
        IEnumerable<string> came = found.ActiveAgentOps.Where(entry => !before.Manifest.ActiveAgentOps.ContainsKey(entry.Key)).Select(entry => entry.Value);
        if (!isOurs || inPlace.Version == before.Version || came.Any(log => Backend.Find(log) is { Length: > 0 }))
        {
            throw new PutConflictException(StoreFiles.PathOf(Backend, StoreLayout.Manifest));
        }

        State.AdoptVersion(turn, new ManifestFile(before.Manifest with { Revision = found.Revision }, inPlace.Version));
    }
}
