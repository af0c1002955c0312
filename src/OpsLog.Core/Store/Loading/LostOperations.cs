using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Segments;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.History;

namespace OpsLog.Core.Store.Loading;

/// <summary>
/// Finds logs beside agents' that the manifest does not name and that hold operations which the state lacks: the npm
/// package takes snapshots of what it has read, and lets go of all other logs.
/// </summary>
/// <remarks>
/// A log that our own compaction lets go of is covered whole, so only what is younger than the snapshot is looked at
/// there; behind a snapshot of another program, what is younger than the snapshot that it may have begun with. Costs a
/// listing where there is nothing of the kind.
/// </remarks>
/// <param name="backend">Where the store is.</param>
/// <param name="manifest">What it names.</param>
/// <param name="load">Gives the state where it is needed; null where it can't be loaded, and nothing is found then.</param>
internal sealed class LostOperations(IStorageBackend backend, Manifest manifest, Func<RecordTable?> load)
{
    /// <summary>What to do about it.</summary>
    public const string Advice = "Read the operations with Get-OpsLogOperation, and set the records that you need again.";

    private readonly Dictionary<string, Last> _last = new(StringComparer.Ordinal);

    /// <summary>The logs by name, each with the number of records whose last operation the state lacks.</summary>
    /// <param name="among">The logs to look at: those that had content before the manifest was read. Null for all.</param>
    public IReadOnlyDictionary<string, int> Find(IReadOnlySet<string>? among = null)
    {
        List<StoredObject> logs = [.. backend.List(StoreLayout.LogFolder).Where(stored => StoreLayout.IsLog(stored.Name))];
        if (logs.TrueForAll(log => StoreLayout.TryParseWriterLog(log.Name, out _)))
        {
            return new Dictionary<string, int>(StringComparer.Ordinal);
        }

        long since = Since();
        HashSet<string> named = [.. manifest.ActiveAgentOps.Values, manifest.ActiveOps];
        foreach (StoredObject log in logs)
        {
            bool isUnnamed = log.Length > 0 && !named.Contains(log.Name) && among?.Contains(log.Name) != false;
            if (isUnnamed && Timestamp.ToUnixMs(log.Modified) >= since && EndsAfter(log.Name, since))
            {
                Read(log.Name, since, isNamed: false);
            }
        }

        if (_last.Count > 0 && load() is { } state)
        {
            Keep(last => !HasState(state, last));
        }
        else
        {
            _last.Clear();
        }

        if (_last.Count > 0)
        {
            foreach (string log in named)
            {
                Read(log, since: 0, isNamed: true);
            }

            Keep(last => last.Log.Length > 0 && !(last.Value is { } value && ArchivedRecords.Contains(backend, manifest, last.Id, value)));
        }

        return _last.Values.GroupBy(last => last.Log, StringComparer.Ordinal).ToDictionary(log => log.Key, log => log.Count(), StringComparer.Ordinal);
    }

    /// <summary>The same as warnings.</summary>
    public IEnumerable<StoreWarning> Warnings(IReadOnlySet<string>? among = null) => Find(among).Select(lost => new StoreWarning(
        StoreWarningKind.LostOperations,
        $"The log '{StoreFiles.PathOf(backend, lost.Key)}' {Describe(lost.Value)} {Advice}",
        StoreFiles.PathOf(backend, lost.Key)));

    /// <summary>What is wrong with such a log.</summary>
    public static string Describe(int records) =>
        $"contains the last operations on {Counted.Of(records, "record")}, but the store does not use them: another program wrote a snapshot without this log, and the manifest no longer names the log.";

    /// <summary>The time, in Unix milliseconds, up to which every operation is known to be in the snapshot.</summary>
    private long Since()
    {
        if (!StoreLayout.TryParseSnapshot(manifest.CurrentSnapshot, out FileNameTime current) || manifest.Seal is not null)
        {
            return current.UnixMs;
        }

        FileNameTime begun = BegunBefore(current);
        return backend.List(StoreLayout.SnapshotFolder)
            .Select(stored => StoreLayout.TryParseSnapshot(stored.Name, out FileNameTime time) && time.CompareTo(begun) < 0 ? time.UnixMs : 0)
            .DefaultIfEmpty(0)
            .Max();
    }

    /// <summary>
    /// When the agents that a snapshot knows were at work at the latest: another program takes it of what it has in memory,
    /// and ignores snapshots that others have taken meanwhile. An agent begins its log when it opens, and another at its snapshot.
    /// </summary>
    private FileNameTime BegunBefore(FileNameTime snapshot) => manifest.ActiveAgentOps.Keys
        .Where(agent => agent.Length > 0)
        .Select(agent => StoreFiles.AgentLogs(backend, agent).Select(log => log.Time).Where(time => time.CompareTo(snapshot) < 0).DefaultIfEmpty(snapshot).Max())
        .Append(snapshot)
        .Min();

    /// <summary>Whether the last step of a log is younger than a time, as far as that can be read. A copied file is always new.</summary>
    private bool EndsAfter(string log, long since)
    {
        try
        {
            using IObjectReader source = backend.OpenRead(log);
            LogStep? last = new LogStepReader(source, source.Length).ReadPrevious();
            return last is not null
                && (last.IsDamaged
                    || !OperationCodec.TryRead(last.Lines[^1], out OperationView operation, out _, out _)
                    || !Timestamp.TryReadUnixMs(operation.Timestamp, out long time)
                    || time > since);
        }
        catch (ObjectNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Takes in the last operation on each record; of a named log only what is younger than one that was found.</summary>
    private void Read(string log, long since, bool isNamed)
    {
        try
        {
            foreach (LoggedOperation operation in HistoryReader.Read(backend, log, new OperationFilter()))
            {
                long time = operation.Time is { } utc ? Timestamp.ToUnixMs(utc) : 0;
                bool isLater = !_last.TryGetValue(operation.Id, out Last? last) ? !isNamed : last.Log == log || last.Time < time;
                if (time <= since || !isLater)
                {
                    continue;
                }

                // What an undo puts back takes the place of the undone operation, so it says nothing of what came later.
                if (operation.UndoRank > 0 && operation.Agent is not null)
                {
                    _last.Remove(operation.Id);
                }
                else
                {
                    _last[operation.Id] = new Last(JsonText.Encode(operation.Id), operation.After?.ToArray(), time, isNamed ? "" : log);
                }
            }
        }
        catch (Exception e) when (e is ObjectNotFoundException or LogDamagedException)
        {
            // Pruned meanwhile, or history that is damaged, which the check reports.
        }
    }

    private void Keep(Func<Last, bool> wanted)
    {
        foreach (string id in _last.Where(entry => !wanted(entry.Value)).Select(entry => entry.Key).ToList())
        {
            _last.Remove(id);
        }
    }

    private static bool HasState(RecordTable state, Last last) => state.TryGet(last.Id, out ReadOnlySpan<byte> value)
        ? last.Value is not null && JsonEquality.AreEqual(value, last.Value)
        : last.Value is null;

    private sealed record Last(byte[] Id, byte[]? Value, long Time, string Log);
}
