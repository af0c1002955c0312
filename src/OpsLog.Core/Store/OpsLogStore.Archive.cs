using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Agents;
using OpsLog.Core.Store.Archive;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store;

/// <content>Moving records out of the active set into archive segments.</content>
public sealed partial class OpsLogStore
{
    /// <summary>What a delete takes on its line beside its id and the record before, generously.</summary>
    private const int BytesOfDelete = 256;

    /// <summary>
    /// Moves the wanted records to a segment, adding to it if there is one of that name. In the log each of them is a
    /// delete marked with the segment, and with the archived record that it replaces, all of them one step. After a crash
    /// in between a record may stand in both places, never in none.
    /// </summary>
    /// <param name="wanted">Which records to move.</param>
    /// <param name="segment">The segment; null for the UTC quarter of now, such as 2026-Q4.</param>
    /// <exception cref="InvalidNameException">
    /// The segment's name may not become part of a file name, or is one file with an existing segment on some system.
    /// </exception>
    /// <exception cref="ArchiveSegmentException">The segment is there and can't be read.</exception>
    public ArchiveResult Archive(RecordPredicate wanted, string? segment = null)
    {
        segment ??= StoreLayout.DefaultSegment(DateTime.UtcNow);
        string name = StoreLayout.Segment(segment);
        List<StagedOperation> moved = [];
        using (EnterWriting())
        {
            using IDisposable? turn = _seat is null ? null : TakeCompaction(_options.TurnTimeout);
            RefreshShared(null);
            CommitAll();
            StoreLayout.CheckNewName("an archive segment", segment, StoreFiles.Segments(_backend, _manifest));
            RecordTable archived = Select(wanted, moved);
            if (moved.Count == 0)
            {
                return new ArchiveResult(segment, 0);
            }

            ThrowIfClockIsExhausted(moved.Count);

            RecordTable replaced = SegmentChange.Add(_backend, segment, archived, replaced => ThrowIfTooLarge(archived.LiveBytes + replaced.LiveBytes, moved.Count));
            NameSegment(segment, name, archived, replaced);
            Commit(AppendStep([.. moved.Select(operation => operation with { Replaced = ValueIn(replaced, operation.Id) })], segment));
        }

        CheckpointIfDue();
        return new ArchiveResult(segment, moved.Count);
    }

    /// <summary>Has the manifest name a segment to which records were added; where that fails, takes them out of it again.</summary>
    private void NameSegment(string segment, string name, RecordTable added, RecordTable replaced)
    {
        try
        {
            PutManifest(manifest => manifest with
            {
                ArchiveSegments = manifest.ArchiveSegments.Contains(name) ? manifest.ArchiveSegments : [.. manifest.ArchiveSegments, name],
                Stats = manifest.Stats with { ArchivedRecords = Math.Min(manifest.Stats.ArchivedRecords, long.MaxValue - added.Count) + added.Count },
            });
        }
        catch (Exception e) when (e is StoreFailedException or StoreChangedException)
        {
            TryTakeBack(segment, added, replaced);
            if (e is StoreChangedException)
            {
                throw new StoreLockedException(Location, null, "That process compacted the store while records were archived. Try again.");
            }

            throw;
        }
    }

    private static byte[]? ValueIn(RecordTable table, byte[] id) => table.TryGet(id, out ReadOnlySpan<byte> value) ? value.ToArray() : null;

    private RecordTable Select(RecordPredicate wanted, List<StagedOperation> moved)
    {
        RecordTable selected = new();
        foreach (RecordRef record in View())
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
    /// Each record is in the log once more, as what its deletion took away, and so is the archived one that it replaces.
    /// The segment is written before the log, so this is found out first.
    /// </summary>
    private void ThrowIfTooLarge(long bytes, int records)
    {
        if (bytes + ((long)records * BytesOfDelete) > _options.LargestStep)
        {
            throw new BatchStateException(
                $"The {records:N0} records can't be archived in one step: they take more than the maximum of {_options.LargestStep:N0} bytes in the log. Archive fewer records at a time.");
        }
    }

    /// <summary>
    /// Takes records whose archiving was undone out of their segments again, as far as they are there as they were moved,
    /// and puts back those that they had replaced. The undo has taken effect by then, so what fails here is a warning:
    /// the records are active and in the segment, as after a crash in between.
    /// </summary>
    private void TakeBackFromSegments(IReadOnlyList<LoggedOperation> undone)
    {
        foreach (IGrouping<string, LoggedOperation> moved in undone.Where(operation => operation.Segment is not null).GroupBy(operation => operation.Segment!))
        {
            // A log can name any segment, also one that no file may be called after.
            string name = StoreLayout.IsName(moved.Key) ? StoreLayout.Segment(moved.Key) : "";
            if (!_manifest.ArchiveSegments.Contains(name))
            {
                continue;
            }

            RecordTable records = TableOf(moved, operation => operation.Before);
            RecordTable replaced = TableOf(moved, operation => operation.Replaced);
            if (TryTakeBack(moved.Key, records, replaced) is { } left)
            {
                TakeOutOfManifest(moved.Key, name, left == 0, records.Count);
            }
        }
    }

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

    /// <summary>Takes records out of a segment again and returns how many it has then; null, and a warning, where that can't be done.</summary>
    private long? TryTakeBack(string segment, RecordTable records, RecordTable replaced)
    {
        try
        {
            return SegmentChange.TakeBack(_backend, segment, records, replaced);
        }
        catch (Exception e) when (e is ArchiveSegmentException or StorageException)
        {
            WarnOfSegment(segment, $"{records.Count} records are active again, but the archive segment '{segment}' still contains them, because it can't be changed: {e.Message}");
            return null;
        }
    }

    private void TakeOutOfManifest(string segment, string name, bool isEmpty, int records)
    {
        try
        {
            PutManifest(manifest => manifest with
            {
                ArchiveSegments = isEmpty ? [.. manifest.ArchiveSegments.Where(other => other != name)] : manifest.ArchiveSegments,
                Stats = manifest.Stats with { ArchivedRecords = Math.Max(0, manifest.Stats.ArchivedRecords - records) },
            });
        }
        catch (Exception e) when (e is StoreFailedException or StoreChangedException)
        {
            string next = e is StoreFailedException ? " Close the store and open it again before you write to it." : "";
            WarnOfSegment(segment, $"The archiving of {records} records was undone, but the manifest could not be updated: {e.InnerException?.Message ?? "another program changed it."}{next}");
            return;
        }

        if (isEmpty)
        {
            StoreFiles.DeleteSuperseded(_backend, name, Warn);
        }
    }

    private void WarnOfSegment(string segment, string message) =>
        Warn(new StoreWarning(StoreWarningKind.SegmentKept, message, StoreFiles.PathOf(_backend, StoreLayout.Segment(segment))));
}
