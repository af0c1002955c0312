using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store.Loading;

/// <summary>
/// Holds what the files of a store say of one another against what was read: a log or snapshot that was cut at the end of
/// a line is well-formed, and its checksums are right. Reports what is missing; refuses it in strict mode.
/// </summary>
internal sealed class StateCrossCheck(IStorageBackend backend, Manifest manifest, bool isStrict, Action<StoreWarning> warn)
{
    /// <summary>Checks the times in the manifest, on which nothing depends.</summary>
    /// <exception cref="ManifestException">In strict mode, one of them is none.</exception>
    public void CheckTimes()
    {
        foreach ((string field, string time) in new[] { ("stats.created", manifest.Stats.Created), ("stats.lastCheckpoint", manifest.Stats.LastCheckpoint) })
        {
            if (!Timestamp.TryParse(time, out _))
            {
                string path = PathOf(StoreLayout.Manifest);
                Doubt(path, $"In the manifest '{path}', the value of '{field}' is not a valid time.", () => new ManifestException(ManifestFault.InvalidField, path, field, $"'{field}' must be a time in ISO 8601"));
            }
        }
    }

    /// <summary>Checks a snapshot that was loaded.</summary>
    /// <exception cref="SnapshotException">In strict mode, it has fewer records than it had, or no time.</exception>
    public void CheckSnapshot(SnapshotHeader header, long records)
    {
        string path = PathOf(manifest.CurrentSnapshot);
        if (!Timestamp.TryParse(header.Timestamp, out _))
        {
            Doubt(path, $"In the header of the snapshot '{path}', the value of 'timestamp' is not a valid time.", () => new SnapshotException(SnapshotFault.Malformed, path, 1, 0, "'timestamp' in its header must be a time in ISO 8601"));
        }

        if (records < manifest.Stats.ActiveRecords)
        {
            string what = $"it contains {Counted.Of(records, "record")}; the manifest expects {manifest.Stats.ActiveRecords}";
            Miss(path, 0, 0, $"The snapshot '{path}' is incomplete: {what}.", () => new SnapshotException(SnapshotFault.Malformed, path, 0, 0, what));
        }
    }

    /// <summary>Checks logs that were read to their ends.</summary>
    /// <exception cref="LogDamagedException">In strict mode, operations of one are missing.</exception>
    public void CheckLogs(LogFollower logs)
    {
        foreach (LogCursor cursor in logs.Cursors)
        {
            string path = PathOf(cursor.Log);
            long noted = manifest.LogLengths.GetValueOrDefault(cursor.Log);

            // The npm package cuts operations off the log when it takes them back, and mostly leaves others of its own.
            if (cursor.Offset < noted && !cursor.HasForeign && LengthNow(cursor.Log) > cursor.Offset)
            {
                string what = $"it had {noted} bytes when the store was last closed, and only {cursor.Offset} of them can be read";
                Miss(
                    path, 0, cursor.Offset, $"The end of the log '{path}' is missing: {what}. Acknowledged operations are lost, unless the npm package has undone them.",
                    () => new LogDamagedException(path, cursor.Lines + 1, cursor.Offset, what));
            }

            if (cursor.Contradiction is { } place)
            {
                string what = $"this operation changes record '{place.Id}', but the record does not exist at this point, so an earlier operation is missing";
                Miss(path, place.Line, place.Offset, $"The log '{path}' is incomplete at line {place.Line}, byte {place.Offset}: {what}.", () => new LogDamagedException(path, place.Line, place.Offset, what));
            }
        }
    }

    /// <summary>An undo under way takes the length back before it cuts the log; a reader may have met the one and not the other.</summary>
    private long LengthNow(string log) =>
        backend.Read(StoreLayout.Manifest) is { } content ? ManifestCodec.Read(content.Content, PathOf(StoreLayout.Manifest)).LogLengths.GetValueOrDefault(log) : 0;

    private void Miss(string path, long line, long offset, string message, Func<OpsLogException> refuse) =>
        Report(StoreWarningKind.MissingData, path, line, offset, $"{message} Check the store with Test-OpsLogStore, and restore it from a backup.", refuse);

    private void Doubt(string path, string message, Func<OpsLogException> refuse) =>
        Report(StoreWarningKind.DoubtfulValue, path, 0, 0, $"{message} The records are not affected, but the file was damaged or edited by hand. Compare it with a backup.", refuse);

    private void Report(StoreWarningKind kind, string path, long line, long offset, string message, Func<OpsLogException> refuse)
    {
        if (isStrict)
        {
            throw refuse();
        }

        warn(new StoreWarning(kind, message, path, line, offset));
    }

    private string PathOf(string name) => StoreFiles.PathOf(backend, name);
}
