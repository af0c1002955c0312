using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Segments;
using OpsLog.Core.Store.Undo;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Archive;

/// <summary>Moves archived records back to the active set, and to their segment again where that is undone.</summary>
/// <param name="backend">Where the store is.</param>
/// <param name="options">How large a step may be.</param>
/// <param name="state">The state.</param>
/// <param name="pipeline">Writes the sets.</param>
/// <param name="catalog">Reads the segments.</param>
/// <param name="content">Changes the segments.</param>
internal sealed class RecordRestore(
    IStorageBackend backend, OpsLogStoreOptions options, WritableState state, WritePipeline pipeline, SegmentCatalog catalog, SegmentContent content)
{
    private readonly MoveSize _size = new(options.LargestStep, "restore");

    /// <summary>
    /// Restores the wanted records of a segment. In the log each of them is a set marked with the segment, all of them one
    /// step. The sets are on the disk before the segment loses the records: after a crash in between a record may be in
    /// both places, never in none. Restoring again then completes it.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="wanted">Which records to restore.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="replace">Whether they replace active records with another value.</param>
    /// <exception cref="RecordExistsException">A record with another value is active.</exception>
    public RestoreResult Restore(StoreTurn turn, RecordPredicate wanted, string segment, bool replace)
    {
        RecordTable selected = Select(catalog, wanted, segment, turn.Cancellation);
        if (selected.Count == 0)
        {
            return new RestoreResult(segment, 0, 0, 0);
        }

        RecordTable before = new();
        List<StagedOperation> sets = Stage(state, selected, before, out int unchanged);
        state.ThrowIfClockIsExhausted(sets.Count);
        if (before.Count > 0 && !replace)
        {
            throw Exists(segment, before);
        }

        _size.Check(selected.LiveBytes + before.LiveBytes, sets.Count);
        pipeline.WriteStep(turn, sets, segment, toDisk: true);
        content.Remove(turn, segment, selected, new RecordTable());
        return new RestoreResult(segment, selected.Count, before.Count, unchanged);
    }

    /// <summary>
    /// Adds the records of a restore to their segment again, which comes first where it is undone: a record may be in both
    /// places, never in none. The result takes that back.
    /// </summary>
    /// <exception cref="UndoException">The segment contains another record with that id, or can't be made again.</exception>
    /// <exception cref="ArchiveSegmentException">The segment can't be read.</exception>
    public Action PrepareUndo(StoreTurn turn, UndoableStep step)
    {
        Stack<Action> done = [];
        try
        {
            foreach (IGrouping<string, LoggedOperation> restored in step.Operations.Where(operation => operation.IsRestoring).GroupBy(operation => operation.Segment!, StringComparer.Ordinal))
            {
                done.Push(PutBack(turn, step, restored.Key, MovedRecords.Table(restored, operation => operation.After)));
            }
        }
        catch
        {
            TakeBack();
            throw;
        }

        return TakeBack;

        void TakeBack()
        {
            while (done.TryPop(out Action? last))
            {
                last();
            }
        }
    }

    /// <summary>The wanted records of a segment.</summary>
    public static RecordTable Select(SegmentCatalog catalog, RecordPredicate wanted, string segment, CancellationToken cancellation)
    {
        RecordTable selected = new();
        foreach (ArchivedRecord record in catalog.Read(segment))
        {
            cancellation.ThrowIfCancellationRequested();
            byte[] id = JsonText.Encode(record.Id);
            if (wanted(new RecordRef(id, record.Value.Span)))
            {
                selected.Set(id, record.Value.Span);
            }
            else
            {
                // Of duplicate keys the last one is used.
                selected.TryRemove(id, out _);
            }
        }

        return selected;
    }

    /// <summary>
    /// The sets for the records. A record that is active with an equal value has one too: without it, an undo would not put
    /// the record back into the segment, and the undo of what made it active would remove the last copy.
    /// </summary>
    /// <param name="state">The active records.</param>
    /// <param name="selected">The records.</param>
    /// <param name="before">Receives the active records that have another value.</param>
    /// <param name="unchanged">The number of records that are active with an equal value.</param>
    public static List<StagedOperation> Stage(StoreState state, RecordTable selected, RecordTable before, out int unchanged)
    {
        unchanged = 0;
        List<StagedOperation> sets = [];
        foreach (RecordRef record in selected.Freeze())
        {
            byte[]? current = state.Get(record.Id);
            if (current is not null && RecordJson.AreEqual(current, record.Value))
            {
                unchanged++;
            }
            else if (current is not null)
            {
                before.Set(record.Id, current);
            }

            sets.Add(new StagedOperation(record.Id.ToArray(), record.Value.ToArray()));
        }

        return sets;
    }

    /// <summary>The error for active records that a restore would replace.</summary>
    public static RecordExistsException Exists(string segment, RecordTable active)
    {
        int cursor = -1;
        RecordView view = active.Freeze();
        view.TryAdvance(ref cursor);
        string id = view.At(cursor).IdText;
        string others = active.Count == 1 ? "" : $", and so {(active.Count == 2 ? "is" : "are")} {Counted.Of(active.Count - 1, "other")}";
        return new RecordExistsException(
            id, $"Nothing was restored from the archive segment '{segment}': record '{id}' is active with another value{others}. Restore other records, or use -Force to replace the active records.");
    }

    private Action PutBack(StoreTurn turn, UndoableStep step, string segment, RecordTable records)
    {
        try
        {
            StoreLayout.CheckKnownName("an archive segment", segment, StoreFiles.Segments(backend, state.Manifest));
        }
        catch (InvalidNameException e)
        {
            throw new UndoException(backend.Location, step.Log, step.Offset, $"its records came from an archive segment that can't be made again: {e.Message.TrimEnd('.')}");
        }

        (RecordTable added, SegmentSize? written) = SegmentChange.AddMissing(backend, segment, records, always: !content.IsNamed(segment), id => new UndoException(
            backend.Location, step.Log, step.Offset, $"the archive segment '{segment}' contains another record '{JsonText.Decode(id)}' by now. Restore that record from the segment with -Force, or remove the record in another way"));
        if (written is { } size)
        {
            content.Name(turn, segment, size, added, new RecordTable());
        }

        return () =>
        {
            if (added.Count > 0)
            {
                content.Remove(turn, segment, added, new RecordTable());
            }
        };
    }
}
