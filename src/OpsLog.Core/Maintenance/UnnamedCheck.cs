using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Loading;

namespace OpsLog.Core.Maintenance;

/// <summary>Checks snapshots, logs and archive segments that the manifest does not name.</summary>
internal sealed class UnnamedCheck(CheckRun run)
{
    /// <summary>The snapshot before the current one is kept, and is checked in the same way.</summary>
    public IEnumerable<StoreFinding> Snapshots()
    {
        string current = run.Manifest?.CurrentSnapshot ?? "";
        bool isNamed = StoreLayout.TryParseSnapshot(current, out FileNameTime taken);
        List<(FileNameTime Time, string Name)> others = [.. run.Objects
            .Where(stored => stored.Name != current && StoreLayout.TryParseSnapshot(stored.Name, out _))
            .Select(stored => (StoreLayout.TryParseSnapshot(stored.Name, out FileNameTime time) ? time : default, stored.Name))
            .Order()];
        string? previous = isNamed ? others.LastOrDefault(other => other.Time.CompareTo(taken) < 0).Name : null;
        return others.SelectMany(other => run.Check(other.Name, findings =>
        {
            findings.Most = FindingSeverity.Warning;
            using SnapshotCheck snapshot = new(run, other.Name, chain: null, findings);
            snapshot.Check(seal: null);
            if (other.Name != previous && run.Manifest is not null)
            {
                findings.Information(
                    FindingKind.UnnamedSnapshot, 0, 0,
                    isNamed && other.Time.CompareTo(taken) > 0
                        ? "The manifest does not name this snapshot: its checkpoint was interrupted, or an older manifest was restored."
                        : "The snapshot is older than the last two and is not needed.",
                    "No action is required: the next checkpoint deletes the file.");
            }
        }));
    }

    /// <summary>Logs that another program's snapshot omitted.</summary>
    public IEnumerable<StoreFinding> Logs()
    {
        IReadOnlyDictionary<string, int> logs = new Dictionary<string, int>(StringComparer.Ordinal);
        IEnumerable<StoreFinding> unreadable = run.Manifest is not { } manifest
            ? []
            : run.Check(StoreLayout.LogFolder, _ => logs = new LostOperations(run.Backend, manifest, () => run.StateIfLoaded).Find());
        return unreadable.Concat(logs.OrderBy(lost => lost.Key, StringComparer.Ordinal).SelectMany(lost => run.Check(
            lost.Key,
            findings => findings.Warning(FindingKind.LostOperations, 0, 0, $"The log {LostOperations.Describe(lost.Value)}", LostOperations.Advice))));
    }

    /// <summary>Segments that exist but are not named, usually from an interrupted archive.</summary>
    public IEnumerable<StoreFinding> Segments()
    {
        return run.UnnamedSegmentNames.SelectMany(name => run.Check(name, findings =>
        {
            findings.Most = FindingSeverity.Warning;
            using SegmentCheck segment = new(run, name, findings);
            segment.Check();
            if (run.Manifest is null)
            {
                return;
            }

            int archived = CountArchived(name, segment.Records);
            if (archived > 0)
            {
                findings.Warning(
                    FindingKind.UnnamedSegment, 0, 0, $"The manifest does not name this segment, which contains {Counted.Of(archived, "archived record")} that the store contains nowhere else.",
                    "If the manifest was restored from a backup, restore the whole store. Otherwise set the records again.");
            }
            else
            {
                findings.Information(
                    FindingKind.UnnamedSegment, 0, 0, "The manifest does not name this segment. According to the logs, it contains no record that the store lacks.",
                    "No action is required: archiving into this segment again includes the file.");
            }
        }));
    }

    private int CountArchived(string name, RecordTable records)
    {
        int archived = 0;
        foreach (RecordRef record in records.Freeze())
        {
            archived += !run.State.TryGet(record.Id, out _) && run.Unnamed.WasMovedTo(name, record.IdText) ? 1 : 0;
        }

        return archived;
    }
}
