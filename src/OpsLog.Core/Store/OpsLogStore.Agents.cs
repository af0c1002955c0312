using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Locks;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store;

/// <content>One of several writers: a log of its own, and what the others wrote.</content>
public sealed partial class OpsLogStore
{
    /// <summary>The agent this store object writes as; null for a single writer or a reader.</summary>
    public string? Agent => _seat?.Agent;

    private string OwnLog => _seat is null ? _manifest.ActiveOps : _ownLog;

    /// <summary>
    /// Takes in what other agents wrote, or, for a reader, what the writer did, and returns how many operations that
    /// were. Costs what is new; after somebody else's checkpoint, a loading. A single writer has nothing to take in.
    /// </summary>
    /// <exception cref="OpsLogException">A file could not be read; what stands in the others may have been taken in.</exception>
    public long Refresh()
    {
        using (EnterExclusive())
        {
            return RefreshShared(null);
        }
    }

    /// <summary>The same as <see cref="Refresh"/>, with the operations that were new, in the order that counts.</summary>
    public IReadOnlyList<LoggedOperation> RefreshWithOperations()
    {
        using (EnterExclusive())
        {
            List<LoggedOperation> collected = [];
            RefreshShared(collected);
            return HistoryMerge.InOrder(collected);
        }
    }

    private long RefreshShared(List<LoggedOperation>? collect)
    {
        if (_feeds.IsEmpty)
        {
            return ReadNew(collect);
        }

        List<LoggedOperation> news = [];
        try
        {
            return ReadNew(news);
        }
        finally
        {
            // What was applied is told, also where a later log could not be read.
            collect?.AddRange(news);
            foreach (OperationFeed feed in _feeds)
            {
                feed.Add(news);
            }
        }
    }

    private long ReadNew(List<LoggedOperation>? collect)
    {
        if (_log is not null && _seat is null)
        {
            return 0;
        }

        if (_log is not null)
        {
            CommitAll();
            PassOverOwnLog();
        }

        long before = _logs.Operations;
        VersionedContent content = FreshStore.FindManifest(_backend) ?? throw new StoreNotFoundException(Location);
        if (content.Version != _manifestVersion)
        {
            Manifest manifest = ManifestFile.Parse(_backend, content).Manifest;
            if (IsLeftOut(manifest))
            {
                ReadSuperseded(manifest, collect);
                return Reload(collect);
            }

            if (manifest.CurrentSnapshot != _manifest.CurrentSnapshot || manifest.ActiveAgentOps.Count > 0 != _logs.IsShared)
            {
                return Reload(collect);
            }

            Take(manifest, content.Version);
        }

        bool isWhole;
        try
        {
            isWhole = _logs.TryReadNew(_table, _state, _log is null ? null : OwnLog, collect);
        }
        catch (LogMissingException) when (_backend.Read(StoreLayout.Manifest)?.Version != _manifestVersion)
        {
            // Retired and pruned by a checkpoint that came after the manifest was read.
            isWhole = false;
        }
        finally
        {
            // Also where a log can't be read: what came from the others is in the state, and the clock is never behind it.
            lock (_state)
            {
                _clock = Math.Max(_clock, _logs.Clock);
            }
        }

        return isWhole ? _logs.Operations - before : Reload(collect);
    }

    /// <summary>What this store wrote is in the state, so no reading takes it in once more.</summary>
    private void PassOverOwnLog()
    {
        lock (_state)
        {
            _logs.Advance(OwnLog, _log!.Position, _clock);
        }
    }

    /// <summary>Loads everything anew, as after somebody else's checkpoint.</summary>
    private long Reload(List<LoggedOperation>? collect)
    {
        string? log = null;
        for (int attempt = 1; ; attempt++)
        {
            HashSet<string> written = StoreFiles.WrittenLogs(_backend);
            (Manifest manifest, string version) = ManifestFile.Read(_backend);
            if (IsLeftOut(manifest) && (log is null || manifest.ActiveAgentOps.GetValueOrDefault(_seat!.Agent) != log))
            {
                if (TryRegisterAgain(manifest, version, ref log) is not { } registered)
                {
                    continue;
                }

                (manifest, version) = registered;
            }

            try
            {
                LoadedState loaded = new StateLoader(_backend, _options, WarnOnce).Load(manifest);
                if (loaded.Header.Version > _options.SchemaVersion)
                {
                    throw new SchemaVersionException(Location, loaded.Header.Version, _options.SchemaVersion);
                }

                List<LoggedOperation> missed = Missed(loaded.Logs, written);
                collect?.AddRange(missed);
                bool isAnotherLog = log is not null && log != _ownLog;
                List<StagedOperation> lost = isAnotherLog ? LostFrom(loaded.Table) : [];
                using LogWriter? superseded = isAnotherLog ? _log : null;
                LogWriter? own = isAnotherLog ? NewLogWriter(_backend.OpenAppend(log!)) : _log;
                lock (_state)
                {
                    _log = own;
                    _ownLog = log ?? _ownLog;
                    _groupEnd = 0;
                    _putOffUntil = 0;
                    _table = loaded.Table;
                    _manifest = manifest with { Version = _options.SchemaVersion };
                    _manifestVersion = version;
                    _logs = loaded.Logs;
                    _knownLogs = written;
                    _written = 0;
                    _clock = Math.Max(_clock, loaded.Logs.Clock);
                    _horizon = loaded.Header.Horizon;
                    _snapshotBytes = loaded.SnapshotBytes;
                }

                if (isAnotherLog)
                {
                    WriteAgain(lost);
                }

                return missed.Count;
            }
            catch (Exception e) when (
                e is LogMissingException or SnapshotException { Fault: SnapshotFault.Missing } && attempt < 20
                && _backend.Read(StoreLayout.Manifest)?.Version != version)
            {
            }
        }
    }

    /// <summary>
    /// What stands in the logs behind the places read so far, up to the places read now, older logs first. A log that
    /// was begun and superseded in between is in neither manifest, but it was in the folder before the newer one was read.
    /// </summary>
    private List<LoggedOperation> Missed(LogFollower now, HashSet<string> written)
    {
        Dictionary<string, LogCursor> before = _logs.Cursors.ToDictionary(cursor => cursor.Log, StringComparer.Ordinal);
        Dictionary<string, LogCursor> after = now.Cursors.ToDictionary(cursor => cursor.Log, StringComparer.Ordinal);
        IEnumerable<string> between = written.Where(log => !_knownLogs.Contains(log));
        List<LoggedOperation> missed = [];
        foreach (string log in StoreFiles.ByAge(before.Keys.Concat(between).Concat(after.Keys)))
        {
            Collect(log, before.GetValueOrDefault(log), after.GetValueOrDefault(log)?.Offset, missed);
        }

        return missed;
    }

    private void Collect(string log, LogCursor? known, long? to, List<LoggedOperation> operations)
    {
        try
        {
            using IObjectReader source = _backend.OpenRead(log);
            long from = known is null ? 0 : _logs.IsShared ? known.Offset : LogFollower.UnchangedLength(known, source);
            operations.AddRange(HistoryReader.Read(source, log, from, Math.Max(from, to ?? source.Length), new OperationFilter()));
        }
        catch (ObjectNotFoundException)
        {
            // Pruned since: its operations are in the snapshot, but can't be told one by one any more.
        }
    }

    /// <summary>The lock of steps that have to be alone among the agents: compaction, and the writing of segments.</summary>
    private IDisposable TakeCompaction(TimeSpan timeout)
    {
        byte[] self = LockHolderCodec.Write(LockHolder.Current());
        LockWait wait = new(timeout, CancellationToken.None);
        while (true)
        {
            LockAttempt attempt = _backend.TryLock(StoreLayout.CompactionLock, self);
            if (attempt.Lock is not null)
            {
                return attempt.Lock;
            }

            if (wait.IsOver(timeout))
            {
                LockHolder? holder = ShownHolder.Read(attempt.Holder);
                throw new StoreLockedException(Location, holder, "That process is compacting or archiving. Try again when it has finished.");
            }

            wait.Pause();
        }
    }
}
