using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Roles;

namespace OpsLog.Core.Store.Opening;

/// <summary>
/// Opens a store for reading, beside writers that may take a checkpoint meanwhile: where a file that the manifest named is
/// gone and there is another manifest, it starts again from that.
/// </summary>
internal static class ReaderOpening
{
    private const int MostDamageAttempts = 2;

    public static ReaderRole Open(StoreContext context, CancellationToken cancellation)
    {
        IStorageBackend backend = context.Backend;
        for (int attempt = 1; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            HashSet<string> written = StoreFiles.WrittenLogs(backend);
            VersionedContent content = FreshStore.FindManifest(backend) ?? throw new StoreNotFoundException(backend.Location);
            try
            {
                StoreLoad load = new(context, ManifestFile.Parse(backend, content), written, cancellation);
                LoadedStore loaded = load.Run();

                // Damage may be but a writer that cut its log by an undo and wrote on while this was reading.
                if (attempt > MostDamageAttempts || !context.Warnings.ToList().Any(IsOfDamage))
                {
                    load.ReportLost(loaded, written);
                    return new ReaderRole(context, loaded);
                }
            }
            catch (LogDamagedException) when (attempt <= MostDamageAttempts)
            {
            }
            catch (Exception e) when (OpenedStore.MayTryAgain(backend, e, content.Version, attempt))
            {
            }

            context.Warnings.Restart();
        }
    }

    private static bool IsOfDamage(StoreWarning warning) => warning.Kind is StoreWarningKind.SkippedDamage or StoreWarningKind.MissingData;
}
