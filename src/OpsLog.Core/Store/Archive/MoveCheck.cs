using OpsLog.Core.State;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Archive;

/// <summary>Refuses what an archive or a restore would refuse, and changes nothing. It requires no writer.</summary>
/// <param name="options">How large a step may be.</param>
/// <param name="state">The active records.</param>
/// <param name="catalog">Reads the segments.</param>
internal sealed class MoveCheck(OpsLogStoreOptions options, StoreState state, SegmentCatalog catalog)
{
    /// <summary>Checks an archive.</summary>
    public void Archive(RecordPredicate wanted, string segment, IEnumerable<string> besides, CancellationToken cancellation)
    {
        catalog.CheckName(segment, besides);
        MoveSize size = new(options.LargestStep, "archive");
        List<StagedOperation> moved = [];
        RecordTable records = RecordArchive.Select(state.View(), wanted, moved, size);
        if (moved.Count > 0 && catalog.ListNames().Contains(segment, StringComparer.Ordinal))
        {
            RecordTable replaced = RecordRestore.Select(catalog, record => records.TryGet(record.Id, out _), segment, cancellation);
            size.Check(records.LiveBytes + replaced.LiveBytes, moved.Count);
        }
    }

    /// <summary>Checks a restore.</summary>
    public void Restore(RecordPredicate wanted, string segment, bool replace, CancellationToken cancellation)
    {
        RecordTable selected = RecordRestore.Select(catalog, wanted, segment, cancellation);
        RecordTable before = new();
        List<StagedOperation> sets = RecordRestore.Stage(state, selected, before, out _);
        if (before.Count > 0 && !replace)
        {
            throw RecordRestore.Exists(segment, before);
        }

        new MoveSize(options.LargestStep, "restore").Check(selected.LiveBytes + before.LiveBytes, sets.Count);
    }
}
