using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Files;

/// <summary>
/// The manifest as it is now. What a store object knows can be older: a file that is missing is damage only if this one
/// names it.
/// </summary>
internal static class CurrentManifest
{
    /// <exception cref="StoreNotFoundException">The store was deleted.</exception>
    /// <exception cref="ManifestException">The manifest is missing or can't be read.</exception>
    public static Manifest Read(IStorageBackend backend) =>
        ManifestFile.Parse(backend, FreshStore.FindManifest(backend) ?? throw new StoreNotFoundException(backend.Location)).Manifest;
}
