using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store;

/// <content>Moving records out of the active set into archive segments.</content>
public sealed partial class OpsLogStore
{
    /// <summary>What a delete takes on its line beside its id and the record before, generously.</summary>
    private const int BytesOfDelete = 256;

    /// <summary>
    /// Moves the wanted records to a segment, adding to it if there is one of that name. In the log each of them is a
    /// delete marked with the segment, all of them one step. After a crash in between a record may stand in both
    /// places, never in none.
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

            RewriteSegment(segment, (id, _) => !archived.TryGet(id, out ReadOnlySpan<byte> replaced), archived.Freeze());
            PutManifest(manifest => manifest with
            {
                ArchiveSegments = manifest.ArchiveSegments.Contains(name) ? manifest.ArchiveSegments : [.. manifest.ArchiveSegments, name],
                Stats = manifest.Stats with { ArchivedRecords = Math.Min(manifest.Stats.ArchivedRecords, long.MaxValue - moved.Count) + moved.Count },
            });
            Commit(AppendStep(moved, segment));
        }

        CheckpointIfDue();
        return new ArchiveResult(segment, moved.Count);
    }

    /// <summary>The archive segments. Reads each of them to count its records.</summary>
    public IReadOnlyList<ArchiveSegmentInfo> GetSegments()
    {
        List<ArchiveSegmentInfo> segments = [];
        foreach (string name in SegmentNames())
        {
            string segment = StoreLayout.ParseSegment(name) ?? name;
            long records = 0;
            using (SegmentReader reader = new(_backend, segment, name))
            {
                while (reader.TryRead())
                {
                    records += reader.IsRecord ? 1 : 0;
                }
            }

            StoredObject stored = _backend.Find(name) ?? default;
            segments.Add(new ArchiveSegmentInfo(segment, records, stored.Length, stored.Modified));
        }

        return segments;
    }

    /// <summary>The names of the archive segments.</summary>
    public IReadOnlyList<string> GetSegmentNames() => [.. SegmentNames().Select(name => StoreLayout.ParseSegment(name) ?? name)];

    /// <summary>Streams the records of a segment.</summary>
    /// <exception cref="ArchiveSegmentException">There is no such segment, or it can't be read.</exception>
    public IEnumerable<ArchivedRecord> ReadSegment(string segment)
    {
        string name = StoreLayout.Segment(segment);
        if (!SegmentNames().Contains(name))
        {
            string known = string.Join(", ", GetSegmentNames());
            string there = known.Length > 0 ? $"Its segments are: {known}." : "It has no segments.";
            string others = _options.ReadOnly || _seat is not null ? " A segment that another process wrote is seen after an update." : "";
            throw new ArchiveSegmentException(SegmentFault.Missing, segment, $"There is no archive segment '{segment}' in the store '{Location}'. {there}{others}");
        }

        return Stream(new SegmentReader(_backend, segment, name), StoreFiles.PathOf(_backend, name));
    }

    private IEnumerable<ArchivedRecord> Stream(SegmentReader reader, string path)
    {
        long skipped = 0;
        long place = 0;
        using (reader)
        {
            while (reader.TryRead())
            {
                if (reader.IsRecord)
                {
                    yield return new ArchivedRecord(JsonText.Decode(reader.Id), reader.Value.ToArray());
                }
                else if (_options.Strict)
                {
                    throw reader.Malformed("a record must have a non-empty id and an object as its value");
                }
                else
                {
                    place = skipped++ == 0 ? reader.Offset : place;
                }
            }
        }

        if (skipped > 0)
        {
            WarnOnce(new StoreWarning(
                StoreWarningKind.SkippedRecord,
                $"The archive segment '{path}' holds records without an id or a JSON object as their value ({skipped}, the first at byte {place}). They were skipped and stay in the file.",
                path,
                0,
                place));
        }
    }

    private IReadOnlyList<string> SegmentNames()
    {
        lock (_state)
        {
            ThrowIfClosed();
            return _manifest.ArchiveSegments;
        }
    }

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
                        RecordFault.Malformed, 0, $"The record '{record.IdText}' is not well-formed JSON as it is stored, and would make the segment unreadable. Set it whole, or delete it.");
                }

                selected.Set(record.Id, record.Value);
                moved.Add(new StagedOperation(record.Id.ToArray(), null));
            }
        }

        // Each stands in the log once more, as what its deletion took away, and the segment is written first.
        if (selected.LiveBytes + ((long)moved.Count * BytesOfDelete) > _options.LargestStep)
        {
            throw new BatchStateException(
                $"The {moved.Count:N0} records to be archived take more than {_options.LargestStep:N0} bytes in the log, more than one step may. Archive fewer at a time.");
        }

        return selected;
    }

    private delegate bool KeepArchived(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value);

    /// <summary>Writes a segment anew: what it holds and is to be kept, then what is added. Returns its records.</summary>
    private long RewriteSegment(string segment, KeepArchived keep, RecordView added)
    {
        string name = StoreLayout.Segment(segment);
        using SegmentWriter writer = new(_backend, segment);
        if (_backend.Find(name) is not null)
        {
            using SegmentReader existing = new(_backend, segment, name);
            while (existing.TryRead())
            {
                if (keep(existing.Id, existing.Value))
                {
                    writer.Add(existing.Id, existing.Value);
                }
            }
        }

        foreach (RecordRef record in added)
        {
            writer.Add(record.Id, record.Value);
        }

        writer.Complete();
        return writer.Records;
    }

    /// <summary>
    /// Takes records whose archiving was undone out of their segments again, as far as they stand there as they were
    /// moved. Records are active by then, so a crash in between leaves them in both places; and so does a segment that
    /// can't be read or written, which is no reason to keep the records from coming back.
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

            RecordTable restored = new();
            foreach (LoggedOperation operation in moved)
            {
                if (operation.Before is { } before)
                {
                    restored.Set(JsonText.Encode(operation.Id), before.Span);
                }
            }

            if (TryTakeOut(moved.Key, name, restored) is not { } left)
            {
                continue;
            }

            PutManifest(manifest => manifest with
            {
                ArchiveSegments = left > 0 ? manifest.ArchiveSegments : [.. manifest.ArchiveSegments.Where(segment => segment != name)],
                Stats = manifest.Stats with { ArchivedRecords = Math.Max(0, manifest.Stats.ArchivedRecords - restored.Count) },
            });
            if (left == 0)
            {
                StoreFiles.DeleteSuperseded(_backend, name, Warn);
            }
        }
    }

    /// <summary>Takes records out of a segment and gives how many are left in it; null where that can't be done.</summary>
    private long? TryTakeOut(string segment, string name, RecordTable records)
    {
        try
        {
            return RewriteSegment(
                segment,
                (id, value) => !records.TryGet(id, out ReadOnlySpan<byte> before) || !before.SequenceEqual(value),
                new RecordTable().Freeze());
        }
        catch (Exception e) when (e is ArchiveSegmentException or StorageException)
        {
            Warn(new StoreWarning(
                StoreWarningKind.SegmentKept,
                $"The archiving of {records.Count} records was undone, and they still stand in the segment '{segment}' too, which can't be changed: {e.Message}",
                StoreFiles.PathOf(_backend, name)));
            return null;
        }
    }
}
