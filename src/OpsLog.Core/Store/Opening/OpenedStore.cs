using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Roles;

namespace OpsLog.Core.Store.Opening;

/// <summary>What the openings share: when to load again, and how a writer begins.</summary>
internal static class OpenedStore
{
    private const int MostAttempts = 20;

    /// <summary>Whether a loading failed because another process superseded what the manifest named.</summary>
    public static bool MayTryAgain(IStorageBackend backend, Exception error, string version, int attempt) =>
        attempt < MostAttempts
        && StateLoader.MissesFile(error)
        && backend.Read(StoreLayout.Manifest)?.Version != version;

    /// <summary>Has a writer begin; where that fails, it releases the store.</summary>
    public static T Begin<T>(T role, bool mustCheckpoint)
        where T : WriterRole
    {
        try
        {
            role.Begin(mustCheckpoint);
            return role;
        }
        catch
        {
            role.Dispose();
            throw;
        }
    }
}
