using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store;

/// <content>What a store says of itself without being opened.</content>
public sealed partial class OpsLogStore
{
    /// <summary>
    /// The schema version of the store in a directory, as its manifest gives it; null where there is no store. Changes
    /// nothing.
    /// </summary>
    /// <exception cref="OpsLogException">The directory holds a store that can't be opened. The type says why.</exception>
    public static int? FindSchemaVersion(string directory)
    {
        using FileSystemBackend backend = new(directory);
        return FreshStore.FindManifest(backend) is { } content
            ? ManifestCodec.Read(content.Content, StoreFiles.PathOf(backend, StoreLayout.Manifest)).Version
            : null;
    }
}
