using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;

namespace OpsLog.Core.Maintenance;

/// <summary>Checks the logs and the current snapshot, each alone and against the others.</summary>
internal sealed class StateCheck(CheckRun run) : IDisposable
{
    private static readonly SnapshotHeader s_none = new(1, "");

    private readonly RecordChain _chain = new();
    private List<LogPlan>? _logs;
    private bool? _hasRestores;

    private List<LogPlan> Logs => _logs ??= LogPlan.Of(run);

    /// <summary>
    /// Whether operations follow one another: with agents they do not, and the previous value is the one that each
    /// agent had read.
    /// </summary>
    private bool IsChained => run.Manifest is { ActiveAgentOps.Count: 0 };

    /// <summary>Whether records came back from segments. A segment without records exists no more, although another program archived some in it.</summary>
    private bool HasRestores => _hasRestores ??= Logs.Exists(log => run.TryLook<bool?>(() => RestoredRecords.AnyIn(run, log.Name)) == true);

    /// <summary>The logs that the manifest no longer names, or never named.</summary>
    public IEnumerable<StoreFinding> KeptLogs()
    {
        // Clocks of agents that have ended are compared with what the snapshot covers.
        run.Header = run.Manifest is { } manifest ? SnapshotCheck.PeekHeader(run, manifest.CurrentSnapshot) : null;
        foreach (string snapshot in run.Objects.Select(stored => stored.Name).Where(name => StoreLayout.TryParseSnapshot(name, out _)))
        {
            foreach ((string log, long end) in (SnapshotCheck.PeekHeader(run, snapshot) ?? s_none).Retired)
            {
                run.Retired[log] = end;
            }
        }

        return Logs.Where(log => log.Role != LogRole.Active).SelectMany(Check);
    }

    public void Dispose() => _chain.Dispose();

    public IEnumerable<StoreFinding> ActiveLogs() => Logs.Where(log => log.Role == LogRole.Active).SelectMany(Check);

    public IEnumerable<StoreFinding> Snapshot()
    {
        if (run.Manifest is not { } manifest)
        {
            return [];
        }

        return run.Check(manifest.CurrentSnapshot, findings =>
        {
            bool follows = IsChained && FollowsOn(manifest.ActiveOps);
            using SnapshotCheck snapshot = new(run, manifest.CurrentSnapshot, follows ? _chain : null, findings);
            snapshot.Check(manifest.Seal);
            run.Header = snapshot.Header;
            if (manifest.Seal is null)
            {
                findings.Information(
                    FindingKind.NoChecksum, 0, 0, "The manifest contains no checksum of the snapshot, because another program wrote it. Changes within a value can't be detected.",
                    "No action is required: the next checkpoint writes a snapshot with a checksum.");
            }

            Compare(manifest, snapshot, findings);
            TellMissing(follows, snapshot.Records, findings);
            _chain.Begin(snapshot.Records, isComplete: findings.Errors == 0);
        });
    }

    private static void Compare(Manifest manifest, SnapshotCheck snapshot, FileFindings findings)
    {
        if (snapshot.Header is not { } header)
        {
            return;
        }

        if (header.Version != manifest.Version)
        {
            findings.Warning(
                FindingKind.ManifestFigures, 1, 0, $"The snapshot has schema version {header.Version}; the manifest contains {manifest.Version}.",
                "No action is required: the version of the snapshot is used, and the next checkpoint writes it to the manifest.");
        }

        long expected = manifest.Stats.ActiveRecords;
        long found = snapshot.Records.Count + snapshot.Skipped;
        if (found < expected)
        {
            findings.Error(FindingKind.ManifestFigures, 0, 0, $"The snapshot contains {Counted.Of(found, "record")}; the manifest expects {expected}.", Advice.Restore);
        }
        else if (found > expected)
        {
            findings.Warning(FindingKind.ManifestFigures, 0, 0, $"The snapshot contains {Counted.Of(found, "record")}; the manifest expects {expected}.", "Compare the manifest with a backup of the store.");
        }

        foreach (string log in header.Covered.Keys.Where(log => log != manifest.ActiveOps && !manifest.ActiveAgentOps.Values.Contains(log, StringComparer.Ordinal)))
        {
            findings.Warning(
                FindingKind.InvalidCoverage, 1, 0, $"The snapshot covers a part of the log '{log}', which the manifest does not name.",
                "Compare the manifest with a backup of the store. Operations that were appended to this log later are not replayed.");
        }
    }

    private void TellMissing(bool follows, RecordTable records, FileFindings findings)
    {
        foreach (string id in follows ? _chain.MissingIn(records) : [])
        {
            findings.Warning(
                FindingKind.SnapshotMismatch, 0, 0, $"The snapshot does not contain record '{id}', but the logs before it do.", "Compare the logs and this file with a backup.");
        }
    }

    private IEnumerable<StoreFinding> Check(LogPlan log)
    {
        bool isLink = IsChained && log is { Agent.Length: 0, Role: not LogRole.Stray };
        if (log.Role == LogRole.Kept && !(isLink && FollowsOn(log.Name)))
        {
            _chain.Forget();
        }

        return run.Check(log.Name, findings =>
        {
            using LogCheck check = new(run, log, isLink ? _chain : null, findings);
            check.Check();
        });
    }

    /// <summary>
    /// Whether the state before a log is the result of the previous log. A migration changes records in between and
    /// marks the last one; the npm package moves records to its archive without logging it.
    /// </summary>
    private bool FollowsOn(string log)
    {
        Manifest manifest = run.Manifest!;
        bool isBehindFloor = manifest.UndoFloor is { } floor
            && StoreLayout.TryParseWriterLog(floor, out FileNameTime first)
            && StoreLayout.TryParseWriterLog(log, out FileNameTime time)
            && time.CompareTo(first) > 0;
        bool isMigrated = !isBehindFloor && (manifest.Version > 1 || manifest.UndoFloor is not null);
        bool mayBeForeign = !run.IsManifestSealed && manifest.Version > 1;
        bool mayBeArchived = (run.HasUnsealedLines || !run.IsManifestSealed) && (manifest.ArchiveSegments.Count > 0 || HasRestores);
        return !isMigrated && !mayBeForeign && !mayBeArchived;
    }
}
