using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;

namespace OpsLog.Core.Store;

/// <content>Checkpoints: the state as a new snapshot, a new log, and a manifest that names both in one step.</content>
public sealed partial class OpsLogStore
{
    /// <summary>Below this a log is not worth a checkpoint: replaying it takes a few milliseconds.</summary>
    private const long SmallestDueLog = 4 * 1024 * 1024;

    private long _putOffUntil;

    /// <summary>Takes a checkpoint now, if anything was written since the last one.</summary>
    /// <exception cref="StorageException">The snapshot could not be written; the store goes on with its log.</exception>
    public CheckpointResult Compact()
    {
        using (EnterWriting())
        {
            return _seat is null ? CheckpointIfNew() : CompactShared(_options.TurnTimeout, always: false);
        }
    }

    /// <summary>Takes a checkpoint if the rule asks for one; a failure is put off and told as a warning.</summary>
    internal void CheckpointIfDue()
    {
        lock (_state)
        {
            if (_exclusive == Thread.CurrentThread || (!IsCheckpointDue() && !IsLookDue()))
            {
                return;
            }
        }

        using (EnterExclusive())
        {
            LookAfterOwnLog();
            TryCheckpoint();
        }
    }

    private bool IsCheckpointDue()
    {
        if (!CanCheckpoint())
        {
            return false;
        }

        long bytes = UncoveredBytes();
        return bytes >= _putOffUntil
            && (_options.CheckpointThreshold is { } threshold
                ? UncoveredOperations >= threshold
                : bytes > Math.Max(_snapshotBytes, SmallestDueLog));
    }

    private bool CanCheckpoint() =>
        _log is not null && !_closed && _failure is null && UncoveredOperations > 0 && _clock <= LamportClock.Largest;

    private void TryCheckpoint(bool always = false)
    {
        lock (_state)
        {
            if (!(always ? CanCheckpoint() : IsCheckpointDue()))
            {
                return;
            }
        }

        try
        {
            _ = _seat is null ? CheckpointIfNew() : TryCompactShared(always: false);
        }
        catch (StorageException e)
        {
            lock (_state)
            {
                _putOffUntil = UncoveredBytes() * 2;
            }

            Warn(new StoreWarning(
                StoreWarningKind.CheckpointPutOff,
                $"A checkpoint of the store '{Location}' failed: {e.Message} No data is lost: the operations are in the log. The next checkpoint tries again.",
                e.Path));
        }
    }

    private void FinishWriting()
    {
        if (_failure is not null && _failureTold)
        {
            return;
        }

        CommitAll();
        if (_clock > LamportClock.Largest)
        {
            return;
        }

        if (_seat is not null)
        {
            FinishShared();
        }
        else if (_options.CheckpointOnClose == CheckpointOnClose.Always)
        {
            CheckpointIfNew();
        }
        else if (_options.CheckpointOnClose == CheckpointOnClose.WhenDue)
        {
            // The package's agents forget a single writer's log at their next look at the store, its undo takes one
            // operation of a batch back, and what neither can reach is safe from both.
            TryCheckpoint(always: HasOthersAgents);
        }

        NoteLength();
    }

    /// <summary>Operations in the logs that the snapshot doesn't cover; under the lock or with the store to oneself.</summary>
    private long UncoveredOperations => _logs.Operations + _written;

    /// <summary>Whether the npm package's agents have written here, as far as it is known.</summary>
    private bool HasOthersAgents => _manifest.HasOthersAgents || _logs.HasForeignAgent;

    /// <summary>Whether the npm package has written here, as far as it is known.</summary>
    private bool HasOthers => _manifest.HasOthers || _logs.HasForeign;

    /// <summary>Bytes of the logs that the snapshot doesn't cover; under the lock or with the store to oneself.</summary>
    private long UncoveredBytes() =>
        _log is null ? _logs.UncoveredBytes : _log.Position + _logs.UncoveredBytes - _logs[OwnLog].Offset;

    private CheckpointResult CheckpointIfNew()
    {
        CommitAll();
        return UncoveredOperations == 0 ? new CheckpointResult(false, _table.Count, 0, _snapshotBytes) : Checkpoint(endsUndo: false);
    }

    /// <summary>Takes the checkpoint of a single writer, which has the store to itself.</summary>
    private CheckpointResult Checkpoint(bool endsUndo)
    {
        ThrowIfClockIsExhausted(0);

        // What the snapshot holds is to stand in the logs as well, which go on as history.
        FlushOthers();
        Fence(_ => true);
        long operations = UncoveredOperations;
        RecordView view = View();
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        SnapshotHeader header = new(_manifest.Version, Timestamp.Format(now)) { Clock = _clock, Horizon = _clock, Retired = Ends(_ => true) };
        (string snapshot, SnapshotSeal seal) = StoreFiles.WriteSnapshot(_backend, _manifest.CurrentSnapshot, header, view);

        string logName = StoreFiles.NextLog(_backend, _manifest.ActiveOps);
        string superseded = _manifest.CurrentSnapshot;
        SwitchTo(
            logName,
            header,
            seal.Length,
            manifest => manifest with
            {
                CurrentSnapshot = snapshot,
                ActiveOps = logName,
                ActiveAgentOps = new Dictionary<string, string>(),
                Seal = seal,
                UndoFloor = endsUndo ? logName : manifest.UndoFloor,
                Stats = manifest.Stats with { ActiveRecords = view.Count, OpsCount = 0, LastCheckpoint = header.Timestamp },
            });
        Prune(superseded);
        return new CheckpointResult(true, view.Count, operations, seal.Length);
    }

    /// <summary>Goes on behind a new snapshot, in a new log, once a manifest names both.</summary>
    private void SwitchTo(string logName, SnapshotHeader header, long snapshotBytes, Func<Manifest, Manifest> change)
    {
        LogWriter superseded = _log!;
        LogWriter log = NewLogWriter(_backend.OpenAppend(logName));
        try
        {
            PutManifest(change, () => GoOnIn(log, header, snapshotBytes), beginAgainForNewAgents: _seat is not null);
        }
        catch
        {
            log.Dispose();
            throw;
        }

        // Not under the lock: somebody may be within it, on the way to the lock.
        superseded.Dispose();
    }

    private void GoOnIn(LogWriter log, SnapshotHeader header, long snapshotBytes)
    {
        _log = log;
        _ownLog = _seat is null ? "" : _manifest.ActiveAgentOps[_seat.Agent];
        _knownLogs.UnionWith(_logs.Cursors.Select(cursor => cursor.Log));
        _logs = new LogFollower(_backend, _options, Warn, _manifest, header);
        _hidesPrevious = false;
        _written = 0;
        _groupEnd = 0;
        _putOffUntil = 0;
        _snapshotBytes = snapshotBytes;
        _horizon = header.Horizon;
        if (_seat is not null)
        {
            _table.DropTombstones(header.Horizon);
        }

        _table.CompactIfWasteful();
    }

    /// <summary>Deletes the snapshots before the one just superseded, and the logs that retention no longer keeps.</summary>
    private void Prune(string previous)
    {
        try
        {
            foreach (StoredObject stored in _backend.List(StoreLayout.SnapshotFolder))
            {
                if (stored.Name != previous && stored.Name != _manifest.CurrentSnapshot && StoreLayout.TryParseSnapshot(stored.Name, out _))
                {
                    StoreFiles.DeleteSuperseded(_backend, stored.Name, Warn);
                }
            }

            foreach (string name in SupersededLogs())
            {
                StoreFiles.DeleteSuperseded(_backend, name, Warn);
            }
        }
        catch (StorageException e)
        {
            Warn(new StoreWarning(StoreWarningKind.DeletionPutOff, $"The store's superseded files could not be listed, so they were not deleted: {e.Message} The next checkpoint tries again.", e.Path));
        }
    }

    private IEnumerable<string> SupersededLogs()
    {
        HistoryRetention retention = _options.HistoryRetention;
        if (retention == HistoryRetention.Everything)
        {
            return [];
        }

        List<string> kept = StoreFiles.Logs(_backend, _manifest.ActiveOps);
        kept.RemoveAt(kept.Count - 1);
        int surplus = retention.MaximumLogs is { } most ? Math.Max(0, kept.Count - most) : 0;
        DateTime oldest = retention.MaximumAge is { } age ? DateTime.UtcNow - age : DateTime.MinValue;
        kept.RemoveAll(_manifest.ActiveAgentOps.Values.Contains);
        return kept.Where((name, i) => i < surplus || _backend.Find(name)?.Modified < oldest).ToList();
    }
}
