using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Segments;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Archive;

/// <summary>Moves records out of the active set into archive segments, and back where that is undone.</summary>
/// <param name="backend">Where the store is.</param>
/// <param name="options">How large a step may be.</param>
/// <param name="state">The state.</param>
/// <param name="pipeline">Writes the deletions.</param>
/// <param name="manifests">Puts the manifest.</param>
/// <param name="warnings">What could not be moved back.</param>
internal sealed class RecordArchive(
    IStorageBackend backend, OpsLogStoreOptions options, WritableState state, WritePipeline pipeline, ManifestWriter manifests, WarningList warnings)
{
    /// <summary>What a delete takes on its line beside its id and the record before, generously.</summary>
    private const int BytesOfDelete = 256;

    /// <summary>
    /// Moves records to a segment, adding to it if there is one of that name. In the log each of them is a delete marked
    /// with the segment, and with the archived record that it replaces, all of them one step. After a crash in between a
    /// record may be in both places, never in none.
    /// </summary>
    public ArchiveResult Move(StoreTurn turn, RecordPredicate wanted, string segment)
    {
        string name = StoreLayout.Segment(segment);
        StoreLayout.CheckNewName("an archive segment", segment, StoreFiles.Segments(backend, state.Manifest));
        List<StagedOperation> moved = [];
        RecordTable records = Select(wanted, moved);
        if (moved.Count == 0)
        {
            return new ArchiveResult(segment, 0);
        }

        state.ThrowIfClockIsExhausted(moved.Count);
        RecordTable replaced = SegmentChange.Add(backend, segment, records, replaced => ThrowIfTooLarge(records.LiveBytes + replaced.LiveBytes, moved.Count));
        NameSegment(turn, segment, name, records, replaced);
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
        foreach (IGrouping<string, LoggedOperation> moved in undone.Where(operation => operation.Segment is not null).GroupBy(operation => operation.Segment!, StringComparer.Ordinal))
        {
            // A log can name any segment, also one that no file may be called after.
            string name = StoreLayout.IsName(moved.Key) ? StoreLayout.Segment(moved.Key) : "";
            if (!state.Manifest.ArchiveSegments.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            RecordTable records = TableOf(moved, operation => operation.Before);
            RecordTable replaced = TableOf(moved, operation => operation.Replaced);
            if (TryRemove(moved.Key, records, replaced) is { } left)
            {
                Uncount(turn, moved.Key, name, left == 0, records.Count);
            }
        }
    }

    private RecordTable Select(RecordPredicate wanted, List<StagedOperation> moved)
    {
        RecordTable selected = new();
        foreach (RecordRef record in state.View())
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

        ThrowIfTooLarge(selected.LiveBytes, moved.Count);
        return selected;
    }

    /// <summary>
    /// Each record is in the log once more, as what its deletion removed, and so is the archived record that it replaces.
    /// The segment is written before the log, so this is checked first.
    /// </summary>
    private void ThrowIfTooLarge(long bytes, int records)
    {
        if (bytes + ((long)records * BytesOfDelete) > options.LargestStep)
        {
            throw new BatchStateException(
                $"The {records:N0} records can't be archived in one step: they take more than the maximum of {options.LargestStep:N0} bytes in the log. Archive fewer records at a time.");
        }
    }

    /// <summary>Has the manifest name a segment to which records were added; where that fails, removes them from it again.</summary>
    private void NameSegment(StoreTurn turn, string segment, string name, RecordTable added, RecordTable replaced)
    {
        try
        {
            manifests.Put(turn, manifest => manifest with
            {
                ArchiveSegments = manifest.ArchiveSegments.Contains(name, StringComparer.Ordinal) ? manifest.ArchiveSegments : [.. manifest.ArchiveSegments, name],
                Stats = manifest.Stats with { ArchivedRecords = Math.Min(manifest.Stats.ArchivedRecords, long.MaxValue - added.Count) + added.Count },
            });
        }
        catch (StoreChangedException)
        {
            TryRemove(segment, added, replaced);
            throw new StoreLockedException(backend.Location, null, "That process compacted the store while records were archived. Try again.");
        }
        catch (StorageException e) when (e.HadNoEffect)
        {
            if (TryRemove(segment, added, replaced) == 0 && !state.Manifest.ArchiveSegments.Contains(name, StringComparer.Ordinal))
            {
                StoreFiles.DeleteSuperseded(backend, name, warnings.Add);
            }

            throw;
        }
        catch (StoreFailedException)
        {
            TryRemove(segment, added, replaced);
            throw;
        }
    }

    /// <summary>Removes records from a segment and returns how many it has then; null, and a warning, where that fails.</summary>
    private long? TryRemove(string segment, RecordTable records, RecordTable replaced)
    {
        try
        {
            return SegmentChange.Remove(backend, segment, records, replaced);
        }
        catch (Exception e) when (e is ArchiveSegmentException or StorageException)
        {
            Warn(segment, $"{records.Count} records are active again, but the archive segment '{segment}' still contains them, because it can't be changed: {e.Message}");
            return null;
        }
    }

    private void Uncount(StoreTurn turn, string segment, string name, bool isEmpty, int records)
    {
        try
        {
            manifests.Put(turn, manifest => manifest with
            {
                ArchiveSegments = isEmpty ? [.. manifest.ArchiveSegments.Where(other => other != name)] : manifest.ArchiveSegments,
                Stats = manifest.Stats with { ArchivedRecords = Math.Max(0, manifest.Stats.ArchivedRecords - records) },
            });
        }
        catch (Exception e) when (e is StoreFailedException or StoreChangedException or StorageException { HadNoEffect: true })
        {
            string next = e is StoreFailedException ? " Close the store and open it again before you write to it." : "";
            Warn(segment, $"The archiving of {records} records was undone, but the manifest could not be updated: {(e is StoreChangedException ? "another program changed it." : e.InnerException?.Message ?? e.Message)}{next}");
            return;
        }

        if (isEmpty)
        {
            StoreFiles.DeleteSuperseded(backend, name, warnings.Add);
        }
    }

    private void Warn(string segment, string message) =>
        warnings.Add(new StoreWarning(StoreWarningKind.SegmentKept, message, StoreFiles.PathOf(backend, StoreLayout.Segment(segment))));

    private static byte[]? ValueIn(RecordTable table, byte[] id) => table.TryGet(id, out ReadOnlySpan<byte> value) ? value.ToArray() : null;

    private static RecordTable TableOf(IEnumerable<LoggedOperation> operations, Func<LoggedOperation, ReadOnlyMemory<byte>?> valueOf)
    {
        RecordTable table = new();
        foreach (LoggedOperation operation in operations)
        {
            if (valueOf(operation) is { } value)
            {
                table.Set(JsonText.Encode(operation.Id), value.Span);
            }
        }

        return table;
    }
}
