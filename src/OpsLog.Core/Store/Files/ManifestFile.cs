using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Files;

/// <summary>A manifest and the version that its file has, by which a put recognises that no other process replaced it.</summary>
/// <param name="Manifest">What the file says.</param>
/// <param name="Version">The version as the backend gives it.</param>
internal sealed record ManifestFile(Manifest Manifest, string Version)
{
    /// <summary>Reads the manifest.</summary>
    /// <exception cref="ManifestException">There is none, or it is not one.</exception>
    public static ManifestFile Read(IStorageBackend backend) =>
        Parse(backend, backend.Read(StoreLayout.Manifest) ?? throw Missing(backend));

    /// <summary>The error for a manifest that is missing where there is data.</summary>
    public static ManifestException Missing(IStorageBackend backend) => new(
        ManifestFault.Missing,
        StoreFiles.PathOf(backend, StoreLayout.Manifest),
        null,
        "it is missing, but the store contains snapshots or logs with data");

    /// <summary>Takes the manifest from the content that was read.</summary>
    /// <exception cref="ManifestException">It is not one.</exception>
    public static ManifestFile Parse(IStorageBackend backend, VersionedContent content) =>
        new(ManifestCodec.Read(content.Content, StoreFiles.PathOf(backend, StoreLayout.Manifest)), content.Version);

    /// <summary>The same, with the schema version that the records have in memory.</summary>
    public ManifestFile AtSchemaVersion(int version) => this with { Manifest = Manifest with { Version = version } };

    /// <summary>
    /// Puts a manifest, at the next revision, in place of the one with a version. False where another one is in place and
    /// does not hold what was put; the put can't take effect any more then, because the version it asks for is gone.
    /// </summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="manifest">The manifest to put.</param>
    /// <param name="version">The version of the manifest that it replaces.</param>
    /// <param name="inPlace">What is in place on return. With the put in effect, agents may have registered in between.</param>
    /// <exception cref="OpsLogException">The put failed, or its outcome could not be read: it may have taken effect.</exception>
    public static bool TryPut(IStorageBackend backend, Manifest manifest, string version, out ManifestFile inPlace)
    {
        Manifest next = manifest.AtNextRevision(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        try
        {
            inPlace = new ManifestFile(next, backend.Put(StoreLayout.Manifest, ManifestCodec.Write(next), PutCondition.IfUnchanged(version)));
            return true;
        }
        catch (PutConflictException)
        {
            // A request whose answer was lost is sent again, and conflicts with itself if it took effect.
            inPlace = Read(backend);
            return inPlace.Manifest.Holds(next);
        }
    }
}
