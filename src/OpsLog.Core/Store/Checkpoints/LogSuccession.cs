using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Checkpoints;

/// <summary>
/// The change from the logs that a snapshot covers to the log behind it: the old logs are made durable and ended, the
/// manifest names the new one, and the state goes on in it.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="options">How the store was opened.</param>
/// <param name="state">The state.</param>
/// <param name="pipeline">Commits what was written.</param>
/// <param name="manifests">Puts the manifest.</param>
/// <param name="indexes">Gets the index of the log before.</param>
/// <param name="warnings">What was met in the logs.</param>
internal sealed class LogSuccession(
    IStorageBackend backend, OpsLogStoreOptions options, WritableState state, WritePipeline pipeline, ManifestWriter manifests, LogIndexes indexes, WarningList warnings)
{
    /// <summary>
    /// Makes durable what others wrote: what the snapshot holds has to be in the logs it comes from, and a process that
    /// died may have left it unflushed. Otherwise a power cut could remove from the history what the state keeps; and a
    /// log that becomes shorter would be written on at offsets that are skipped as covered.
    /// </summary>
    public void FlushOthers(StoreTurn turn)
    {
        foreach (LogCursor cursor in state.LogsOf(turn).Cursors.Where(cursor => cursor.Log != state.LogName && cursor.Offset > cursor.Covered))
        {
            using IAppendLog log = backend.OpenAppend(cursor.Log);
            log.Flush();
        }
    }

    /// <summary>
    /// Ends the logs that a snapshot supersedes: its own, single writers', those of <paramref name="gone"/> agents. A
    /// process that believes it still writes one of them can't append to it any more.
    /// </summary>
    public void Fence(StoreTurn turn, Func<string, bool> gone)
    {
        OwnLog own = state.Own;
        own.Blocks.CutTo(own.End.Offset);
        own.Writer.Fence();
        pipeline.CommitAll(toDisk: true);
        foreach (LogCursor cursor in state.LogsOf(turn).Cursors.Where(cursor => cursor.Log != state.LogName && (cursor.Agent.Length == 0 || gone(cursor.Agent))))
        {
            using IAppendLog log = backend.OpenAppend(cursor.Log);

            // A torn end stays torn: the process that left it has died.
            if (log.Length == cursor.Offset)
            {
                log.Append("\n"u8);
            }
        }
    }

    /// <summary>Where logs end, by name, as far as they were read. Everything written here is committed.</summary>
    public Dictionary<string, long> Ends(StoreTurn turn, Func<string, bool> wanted) => state.LogsOf(turn).Cursors
        .Where(cursor => wanted(cursor.Log))
        .ToDictionary(cursor => cursor.Log, cursor => cursor.Log == state.LogName ? state.End.Offset : cursor.Offset, StringComparer.Ordinal);

    /// <summary>
    /// Notes in the manifest, before logs are removed, up to when their operations were written. The logs of agents overlap, so
    /// those that stay do not show it. Where only single writers have written, they do.
    /// </summary>
    public void NoteRemoval(StoreTurn turn, IReadOnlyCollection<string> logs)
    {
        DateTime until = logs.Count > 0 && StoreFiles.Agents(backend).Count > 0 ? logs.Max(LastTime) : DateTime.MinValue;
        if (until > DateTime.MinValue)
        {
            manifests.Put(turn, manifest => Timestamp.TryParse(manifest.HistoryFrom, out DateTime known) && known >= until
                ? manifest
                : manifest with { HistoryFrom = Timestamp.Format(Timestamp.ToUnixMs(until)) });
        }
    }

    /// <summary>Goes on behind a new snapshot in a new log, once the manifest names both.</summary>
    /// <exception cref="StoreChangedException">Another process changed the store before the manifest was put.</exception>
    /// <exception cref="StorageException">The manifest certainly was not put; the state goes on in its log.</exception>
    public void SwitchTo(StoreTurn turn, string logName, WrittenSnapshot snapshot, SnapshotHeader header, Func<Manifest, Manifest> change, bool mindsNewAgents)
    {
        OwnLog superseded = state.Own;
        LogWriter log = state.OpenWriter(backend.OpenAppend(logName));
        try
        {
            ManifestFile inPlace = manifests.Put(turn, change, mindsNewAgents);
            LogFollower logs = new(backend, options, warnings.Add, inPlace.Manifest, header);
            state.SwitchTo(turn, new OwnLog(logName, log), inPlace, header, snapshot.Seal.Length, logs).Dispose();
        }
        catch (Exception e)
        {
            log.Dispose();
            if (e is StorageException { HadNoEffect: true })
            {
                // No manifest names them.
                StoreFiles.DeleteSuperseded(backend, logName, warnings.Add);
                StoreFiles.DeleteSuperseded(backend, snapshot.Name, warnings.Add);
            }

            throw;
        }

        indexes.Write(superseded.Name, superseded.Blocks);
        SnapshotIndexFile.TryWrite(backend, snapshot);
    }

    /// <summary>
    /// The time of the last operation of a log. If that can't be read, the time of the last change. A log that was ended without
    /// an operation has an empty line.
    /// </summary>
    private DateTime LastTime(string log) => backend.Find(log) is { Length: > 1 } stored
        ? LogTimes.TryRead(backend, log)?.Last ?? stored.Modified
        : DateTime.MinValue;
}
