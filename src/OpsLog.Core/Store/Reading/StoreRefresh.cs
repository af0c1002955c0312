using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Reading;

/// <summary>
/// Applies what other processes wrote: the new ends of the logs; behind another's checkpoint, everything again. This one
/// serves a reader.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="options">How the store was opened.</param>
/// <param name="state">The state.</param>
/// <param name="warnings">What was met.</param>
/// <param name="snapshots">The snapshots that are read on demand.</param>
/// <param name="held">The logs that are held open for feeds.</param>
internal class StoreRefresh(IStorageBackend backend, OpsLogStoreOptions options, StoreState state, WarningList warnings, OpenSnapshots snapshots, HeldLogs held)
{
    private const int MostAttempts = 20;

    private DateTime? _lastRead;

    private protected IStorageBackend Backend => backend;

    private protected WarningList Warnings => warnings;

    /// <summary>Refreshes the state, and returns how many operations were new.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="collect">Where the operations go, log by log; null where they are not wanted.</param>
    /// <exception cref="OpsLogException">A file could not be read; what was read of the others may have been applied.</exception>
    public virtual long Run(StoreTurn turn, List<LoggedOperation>? collect)
    {
        long count = ReadNew(turn, collect);
        _lastRead = collect?.Max(operation => operation.Time) ?? _lastRead;
        held.Hold(state.LogsOf(turn).Cursors.Select(cursor => cursor.Log).Where(log => log != ExceptLog));
        return count;
    }

    private long ReadNew(StoreTurn turn, List<LoggedOperation>? collect)
    {
        long before = state.LogsOf(turn).Operations;
        VersionedContent content = FreshStore.FindManifest(backend) ?? throw new StoreNotFoundException(backend.Location);
        if (content.Version != state.ManifestFile.Version)
        {
            ManifestFile found = ManifestFile.Parse(backend, content);
            if (MustReload(turn, found.Manifest, collect))
            {
                return Reload(turn, collect);
            }

            state.Adopt(turn, found.AtSchemaVersion(options.SchemaVersion));
        }

        return TryReadNew(turn, collect) ? state.LogsOf(turn).Operations - before : Reload(turn, collect);
    }

    /// <summary>The log that is not read, because this store object writes it.</summary>
    private protected virtual string? ExceptLog => null;

    /// <summary>Whether a newer manifest names other files than those that the state comes from.</summary>
    private protected virtual bool MustReload(StoreTurn turn, Manifest found, List<LoggedOperation>? collect) =>
        found.CurrentSnapshot != state.Manifest.CurrentSnapshot || found.ActiveAgentOps.Count > 0 != state.IsShared;

    /// <summary>Before a loading: makes sure that this store object is in the manifest. False where the manifest was changed meanwhile.</summary>
    private protected virtual bool TryRegister(StoreTurn turn, ref ManifestFile manifest) => true;

    /// <summary>Goes on with the state that was loaded.</summary>
    private protected virtual void GoOn(StoreTurn turn, LoadedStore loaded) => state.Replace(turn, loaded);

    /// <summary>Loads everything again, as behind another's checkpoint.</summary>
    private protected long Reload(StoreTurn turn, List<LoggedOperation>? collect)
    {
        for (int attempt = 1; ; attempt++)
        {
            turn.Cancellation.ThrowIfCancellationRequested();
            HashSet<string> written = StoreFiles.WrittenLogs(backend);
            ManifestFile manifest = ManifestFile.Read(backend);
            if (!TryRegister(turn, ref manifest))
            {
                continue;
            }

            try
            {
                LoadedState loaded = new StateLoader(backend, options, warnings.AddOnce, turn.Cancellation) { Snapshots = snapshots }.Load(manifest.Manifest);
                List<LoggedOperation> missed = Missed(turn, manifest.Manifest, loaded, written, warns: collect is not null);
                collect?.AddRange(missed);
                GoOn(turn, new LoadedStore(loaded, manifest.AtSchemaVersion(options.SchemaVersion), written));
                return missed.Count;
            }
            catch (Exception e) when (
                StateLoader.MissesFile(e) && attempt < MostAttempts
                && backend.Read(StoreLayout.Manifest)?.Version != manifest.Version)
            {
            }
        }
    }

    private bool TryReadNew(StoreTurn turn, List<LoggedOperation>? collect)
    {
        try
        {
            return state.TryReadNew(turn, ExceptLog, collect);
        }
        catch (LogMissingException) when (backend.Read(StoreLayout.Manifest)?.Version != state.ManifestFile.Version)
        {
            // Retired and pruned by a checkpoint that came after the manifest was read.
            return false;
        }
    }

    /// <summary>
    /// The operations in the logs behind the places read so far, up to the places read now, older logs first. A log that
    /// was begun and superseded in between is in neither manifest, but it was in the folder before the newer one was read.
    /// </summary>
    private List<LoggedOperation> Missed(StoreTurn turn, Manifest manifest, LoadedState loaded, HashSet<string> written, bool warns)
    {
        LogFollower old = state.LogsOf(turn);
        Dictionary<string, LogCursor> before = old.Cursors.ToDictionary(cursor => cursor.Log, StringComparer.Ordinal);
        Dictionary<string, LogCursor> after = loaded.Logs.Cursors.ToDictionary(cursor => cursor.Log, StringComparer.Ordinal);
        IEnumerable<string> between = written.Except(state.KnownLogsOf(turn), StringComparer.Ordinal);
        Dictionary<string, long> read = before.Values.ToDictionary(cursor => cursor.Log, cursor => cursor.Offset, StringComparer.Ordinal);
        List<LoggedOperation> missed = [];
        foreach (string log in StoreFiles.ByAge(before.Keys.Concat(between).Concat(after.Keys)))
        {
            read[log] = Collect(log, before.GetValueOrDefault(log), old.IsShared, after.GetValueOrDefault(log)?.Offset, missed) ?? read.GetValueOrDefault(log);
        }

        if (warns && new UnreadLogs(backend, read, state.Manifest.CurrentSnapshot).AreRemoved(before.Keys, after.Values, manifest.CurrentSnapshot, loaded.Header) is not false and var areRemoved)
        {
            WarnOfUnread(areRemoved is null, loaded.Header);
        }

        return missed;
    }

    /// <summary>Reads one of these logs, and returns how far; null if it is missing and not held.</summary>
    private long? Collect(string log, LogCursor? known, bool isShared, long? to, List<LoggedOperation> operations)
    {
        // Missing, it was pruned: its operations are in the snapshot, but can't be listed one by one any more.
        using IObjectReader? source = held.Take(log) ?? StoreFiles.TryOpen(backend, log);
        if (source is null)
        {
            return null;
        }

        long from = known is null ? 0 : isShared ? known.Offset : LogFollower.UnchangedLength(known, source);
        long end = Math.Max(from, to ?? source.Length);
        operations.AddRange(HistoryReader.Read(source, log, from, end, new OperationFilter()));
        return end;
    }

    private void WarnOfUnread(bool isDoubtful, SnapshotHeader now)
    {
        string from = state.Manifest.Stats.LastCheckpoint;
        if (_lastRead is { } last && Timestamp.TryParse(from, out DateTime checkpoint) && last > checkpoint)
        {
            from = Timestamp.Format(Timestamp.ToUnixMs(last));
        }

        warnings.Add(new StoreWarning(
            StoreWarningKind.UnreadOperations,
            $"Operations of the store '{backend.Location}' that were written between {from} and {now.Timestamp} {(isDoubtful ? "may be" : "are")} missing from the operations that this session reads: their logs were removed first. The records contain their results. Keep logs for longer, with Open-OpsLogStore -HistoryRetention and Remove-OpsLogHistory, or read more often.",
            backend.Location));
    }
}
