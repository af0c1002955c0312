using System.Diagnostics;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Archive;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store;

/// <content>
/// An agent whose log another program has left out of the manifest: it registers again, and writes again what the other
/// program's snapshot lacks.
/// </content>
public sealed partial class OpsLogStore
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The logs that begin with what was written again, each with its end there. Undo passes over that and takes back the
    /// steps as they were done: only these say what each replaced, and what was one batch.
    /// </summary>
    private readonly Dictionary<string, long> _writtenAgain = new(StringComparer.Ordinal);
    private string _ownLog;
    private long _lookedAt = Stopwatch.GetTimestamp();

    private bool IsLeftOut(Manifest manifest) => _seat is not null && manifest.ActiveAgentOps.GetValueOrDefault(_seat.Agent) != _ownLog;

    private bool IsLookDue() => _seat is not null && !_closed && _failure is null && Stopwatch.GetElapsedTime(_lookedAt) >= s_lookEvery;

    /// <summary>
    /// Looks now and then whether the manifest still names this agent's log: no process reads it otherwise, and what is
    /// acknowledged would be lost.
    /// </summary>
    private void LookAfterOwnLog(bool always = false)
    {
        if (!always && !IsLookDue())
        {
            return;
        }

        _lookedAt = Stopwatch.GetTimestamp();
        if (_backend.Read(StoreLayout.Manifest) is { } content && content.Version != _manifestVersion && IsLeftOut(ManifestFile.Parse(_backend, content).Manifest))
        {
            RefreshShared(null);
        }
    }

    /// <summary>
    /// Reads to their ends the logs that counted before another program's snapshot, those that came since among them: an
    /// operation of this agent is lost only where nothing came after it.
    /// </summary>
    private void ReadSuperseded(Manifest now, List<LoggedOperation>? collect)
    {
        try
        {
            foreach (string log in StoreFiles.WrittenLogs(_backend).Where(log => !_knownLogs.Contains(log) && !now.ActiveAgentOps.Values.Contains(log)))
            {
                if (StoreLayout.TryParseAgentLog(log, out string agent, out _))
                {
                    _logs.Add(log, agent);
                }
            }

            _logs.TryReadNew(_table, _state, _ownLog, collect);
        }
        catch (Exception e) when (e is LogMissingException or AgentLogException or LogDamagedException)
        {
            // What can be read of them counts.
        }
    }

    /// <summary>
    /// Puts this agent back into the manifest: with its log where the snapshot is still the same, else with a new one,
    /// because a replay of the old one would bring back what others have replaced since. Null where the manifest was
    /// changed meanwhile.
    /// </summary>
    private ManifestFile? TryRegisterAgain(Manifest found, string version, ref string? log)
    {
        if (found.CurrentSnapshot == _manifest.CurrentSnapshot)
        {
            log = _ownLog;
        }
        else if (log is null || log == _ownLog)
        {
            log = StoreFiles.NextAgentLog(_backend, _seat!.Agent);
            _backend.OpenAppend(log).Dispose();
        }

        Manifest registered = found with
        {
            HasOthers = true,
            ActiveAgentOps = new Dictionary<string, string>(found.ActiveAgentOps, StringComparer.Ordinal) { [_seat!.Agent] = log },
        };
        return ManifestFile.TryPut(_backend, registered, version, out ManifestFile inPlace) ? inPlace : null;
    }

    /// <summary>The records whose last operation is this agent's and that another state does not have so, in the order they were written.</summary>
    private List<StagedOperation> LostFrom(RecordTable state)
    {
        RecordView view;
        lock (_state)
        {
            view = _table.Freeze();
        }

        int self = _table.Agents.NumberOf(_seat!.IdBytes);
        List<(Stamp Stamp, StagedOperation Operation)> lost = [];
        for (int cursor = -1; view.TryAdvance(ref cursor);)
        {
            RecordRef record = view.At(cursor);
            if (view.StampAt(cursor) is { } stamp && stamp.Agent == self && IsLost(record.Id, record.Value, stamp))
            {
                lost.Add((stamp, new StagedOperation(record.Id.ToArray(), record.Value.ToArray(), null)));
            }
        }

        for (int cursor = -1; view.TryAdvanceTombstone(ref cursor);)
        {
            RecordRef record = view.At(cursor);
            if (view.StampAt(cursor) is { } stamp && stamp.Agent == self && IsLost(record.Id, [], stamp))
            {
                lost.Add((stamp, new StagedOperation(record.Id.ToArray(), null, null)));
            }
        }

        return [.. lost.OrderBy(entry => entry.Stamp.Clock).ThenBy(entry => entry.Stamp.Rank).Select(entry => entry.Operation)];

        bool IsLost(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value, in Stamp stamp)
        {
            // What has a stamp there was written behind the snapshot. Behind this agent's operation it counts.
            if (state.TryGetStamp(id, out Stamp there) && there.Clock > stamp.Clock)
            {
                return false;
            }

            return state.TryGet(id, out ReadOnlySpan<byte> found)
                ? value.IsEmpty || !JsonEquality.AreEqual(found, value)
                : !value.IsEmpty && !ArchivedRecords.Contains(_backend, _manifest, id, value);
        }
    }

    /// <summary>Writes again, in the new log and behind everything that was seen, what a snapshot of another program lacks.</summary>
    private void WriteAgain(List<StagedOperation> lost)
    {
        foreach (StagedOperation operation in lost)
        {
            lock (_state)
            {
                Append(new OperationDraft
                {
                    Kind = operation.Value is null ? OperationKind.Delete : OperationKind.Set,
                    Id = operation.Id,
                    Data = operation.Value,
                });
            }
        }

        CommitAll();
        _writtenAgain[_ownLog] = _log!.Position;
        Warn(new StoreWarning(
            StoreWarningKind.RegisteredAgain,
            $"Another program wrote a snapshot of the store '{Location}' without the operations of agent '{_seat!.Agent}', which has the store open. The agent was registered again, and the {lost.Count} records that the snapshot does not contain were written again. Do not let agents of the npm package and of this module use the store at the same time.",
            StoreFiles.PathOf(_backend, _ownLog)));
    }
}
