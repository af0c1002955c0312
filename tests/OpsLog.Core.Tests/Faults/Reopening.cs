using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults;

/// <summary>After a fault: the store is opened again and used.</summary>
internal static class Reopening
{
    /// <summary>Snapshots that have an index are read on demand.</summary>
    private static readonly OpsLogStoreOptions s_onDemand = new() { SnapshotIndexFrom = -1 };

    /// <summary>Opens as the only writer, at whatever version the store is.</summary>
    public static OpsLogStore Open(IStorageBackend backend)
    {
        try
        {
            return OpsLogStore.Open(backend, s_onDemand);
        }
        catch (SchemaVersionException)
        {
            return OpsLogStore.Open(backend, s_onDemand with { SchemaVersion = 2 });
        }
    }

    /// <summary>Writes, undoes and takes a checkpoint; what the store holds then.</summary>
    public static Contents Work(OpsLogStore store, Contents found)
    {
        store.Set("after", """{"n":1}""");
        Assert.Single(store.Undo());
        Contents undone = Contents.Of(store);
        Assert.True(found.HasSameState(undone), $"A set and its undo made a difference:\n{undone.DifferenceFrom(found)}");
        store.Batch(batch =>
        {
            batch.Set("after", """{"n":2}""");
            batch.Set("after it", """{"n":3}""");
        });
        store.Compact();
        store.Delete("after it");
        return Contents.Of(store);
    }

    /// <summary>
    /// Opens once more, and finds what was there before the close; then nothing may be wrong with the store but holes,
    /// where they may be.
    /// </summary>
    public static void Compare(Contents before, Func<IStorageBackend> backend, bool mayHaveHoles = false)
    {
        using (OpsLogStore store = Open(backend()))
        {
            Contents after = Contents.Of(store);
            Assert.True(
                before.HasSameState(after) && before.HasSameHistory(after, inAnyOrder: true),
                $"A close and opening again made a difference:\n{after.DifferenceFrom(before)}");
            Assert.Empty(store.Warnings.Where(warning => !mayHaveHoles || warning.Kind != StoreWarningKind.SkippedDamage).Select(warning => warning.Message));
        }

        Assert.DoesNotContain(
            StoreCheck.Run(backend()),
            finding => finding.Severity != FindingSeverity.Information && !(mayHaveHoles && finding.Kind == FindingKind.LogDamage));
    }
}
