using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Segments;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Archive;

/// <summary>Moves records out of the active set into archive segments, and back where that is undone.</summary>
/// <param name="backend">Where the store is.</param>
/// <param name="options">How large a step may be.</param>
/// <param name="state">The state.</param>
/// <param name="pipeline">Writes the deletions.</param>
/// <param name="content">Changes the segments.</param>
internal sealed class RecordArchive(IStorageBackend backend, OpsLogStoreOptions options, WritableState state, WritePipeline pipeline, SegmentContent content)
{
    private readonly MoveSize _size = new(options.LargestStep, "archive");

    /// <summary>
    /// Moves records to a segment, adding to it if there is one of that name. In the log each of them is a delete marked
    /// with the segment, and with the archived record that it replaces, all of them one step. After a crash in between a
    /// record may be in both places, never in none.
    /// </summary>
    public ArchiveResult Move(StoreTurn turn, RecordPredicate wanted, string segment)
    {
        StoreLayout.CheckNewName("an archive segment", segment, StoreFiles.Segments(backend, state.Manifest));
        List<StagedOperation> moved = [];
        RecordTable records = Select(state.View(), wanted, moved, _size);
        if (moved.Count == 0)
        {
            return new ArchiveResult(segment, 0);
        }

        state.ThrowIfClockIsExhausted(moved.Count);
        (RecordTable replaced, SegmentSize size) = SegmentChange.Add(backend, segment, records, replaced => _size.Check(records.LiveBytes + replaced.LiveBytes, moved.Count));
        content.Name(turn, segment, size, records, replaced);
        pipeline.WriteStep(turn, [.. moved.Select(operation => operation with { Replaced = ValueIn(replaced, operation.Id) })], segment);
        return new ArchiveResult(segment, moved.Count);
    }

    /// <summary>
    /// Removes records whose archiving was undone from their segments, as far as they are there as they were moved, and
    /// puts back those that they had replaced. The undo has taken effect by then, so what fails here is a warning: the
    /// records are active and in the segment, as after a crash in between.
    /// </summary>
    public void MoveBack(StoreTurn turn, IReadOnlyList<LoggedOperation> undone)
    {
        foreach (IGrouping<string, LoggedOperation> moved in undone.Where(operation => operation.IsArchiving).GroupBy(operation => operation.Segment!, StringComparer.Ordinal))
        {
            // A log can name any segment, also one that no file may be called after.
            if (!StoreLayout.IsName(moved.Key) || !content.IsNamed(moved.Key))
            {
                continue;
            }

            RecordTable records = MovedRecords.Table(moved, operation => operation.Before);
            if (TryFlush(moved.Key, records.Count))
            {
                content.Remove(turn, moved.Key, records, MovedRecords.Table(moved, operation => operation.Replaced));
            }
        }
    }

    /// <summary>The segment is written to the disk. A power cut must not leave that and take the undo.</summary>
    private bool TryFlush(string segment, int records)
    {
        try
        {
            pipeline.CommitAll(toDisk: true);
            return true;
        }
        catch (StoreFailedException e)
        {
            content.WarnOfBoth(segment, records, $"the log could not be flushed: {e.Message}");
            return false;
        }
    }

    /// <summary>The records to move, and the operations that remove them.</summary>
    /// <param name="view">The active records.</param>
    /// <param name="wanted">Which of them to move.</param>
    /// <param name="moved">Receives the operations.</param>
    /// <param name="size">How large the step may be.</param>
    /// <exception cref="InvalidRecordException">A record would make the segment unreadable.</exception>
    /// <exception cref="BatchStateException">The step is too large.</exception>
    public static RecordTable Select(RecordView view, RecordPredicate wanted, List<StagedOperation> moved, MoveSize size)
    {
        RecordTable selected = new();
        foreach (RecordRef record in view)
        {
            if (wanted(record))
            {
                if (!RecordJson.IsWellFormed(record.Value))
                {
                    throw new InvalidRecordException(
                        RecordFault.Malformed, 0, $"Record '{record.IdText}' can't be archived: it is not stored as valid JSON and would make the segment unreadable. Set the whole record, or remove it.");
                }

                selected.Set(record.Id, record.Value);
                moved.Add(new StagedOperation(record.Id.ToArray(), null));
            }
        }

        
        // The segment is written before the log, so this is checked first.
        size.Check(selected.LiveBytes, moved.Count);
        return selected;
    }

    private static byte[]? ValueIn(RecordTable table, byte[] id) => table.TryGet(id, out ReadOnlySpan<byte> value) ? value.ToArray() : null;
}
