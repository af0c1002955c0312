using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Roles;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Opening;

/// <summary>Opens a store in the role that the options ask for.</summary>
internal static class StoreOpener
{
    public static (StoreContext Context, StoreRole Role) Open(IStorageBackend backend, OpsLogStoreOptions options, CancellationToken cancellation)
    {
        options.Check();

        // Before a folder is made for the lock.
        FreshStore.RequireStore(backend, options);
        if (options.Agent is { } agent)
        {
            return OpenAsAgent(backend, options, agent, cancellation);
        }

        StoreContext context = ContextOf(backend, options, []);
        return (context, Open(context, () => options.ReadOnly ? ReaderOpening.Open(context, cancellation) : WriterOpening.Open(context, cancellation)));
    }

    /// <summary>
    /// Before the agent opens the store, records of a lower schema version are migrated by a single writer, which is
    /// refused while other agents are live: they would go on in the old shape.
    /// </summary>
    private static (StoreContext Context, StoreRole Role) OpenAsAgent(
        IStorageBackend backend, OpsLogStoreOptions options, string agent, CancellationToken cancellation)
    {
        Manifest? found = backend.Read(StoreLayout.Manifest) is { } content ? ManifestFile.Parse(backend, content).Manifest : null;
        AgentOpening.CheckId(backend, agent, found);
        IReadOnlyList<StoreWarning> migration = found?.Version < options.SchemaVersion ? Migrate(backend, options with { Agent = null }, cancellation) : [];
        StoreContext context = ContextOf(backend, options, migration);
        return (context, Open(context, new AgentOpening(context, agent, cancellation).Open));
    }

    private static IReadOnlyList<StoreWarning> Migrate(IStorageBackend backend, OpsLogStoreOptions options, CancellationToken cancellation)
    {
        StoreContext context = ContextOf(backend, options, []);
        try
        {
            using SingleWriterRole role = WriterOpening.Open(context, cancellation);
            return context.Warnings.ToList();
        }
        finally
        {
            context.Snapshots.Close();
        }
    }

    private static StoreRole Open(StoreContext context, Func<StoreRole> open)
    {
        try
        {
            return open();
        }
        catch
        {
            context.Snapshots.Close();
            throw;
        }
    }

    private static StoreContext ContextOf(IStorageBackend backend, OpsLogStoreOptions options, IReadOnlyList<StoreWarning> first) =>
        new(backend, options, new StoreCondition(backend.Location), new WarningList(first));
}
