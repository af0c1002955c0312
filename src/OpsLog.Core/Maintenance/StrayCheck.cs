using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Locks;

namespace OpsLog.Core.Maintenance;

/// <summary>Looks at what lies about in a store's place and is none of what the engine reads.</summary>
internal sealed class StrayCheck(CheckRun run)
{
    private static readonly string[] s_folders = [StoreLayout.LogFolder, StoreLayout.SnapshotFolder, StoreLayout.ArchiveFolder];

    /// <summary>Everything that no other part of the check reads, by name.</summary>
    public IEnumerable<StoreFinding> Findings()
    {
        List<StoreFinding> findings = [];
        HashSet<string> foreignFolders = new(StringComparer.Ordinal);
        foreach (StoredObject stored in run.TryList(""))
        {
            string? folder = FolderOf(stored.Name);
            if (folder is null || s_folders.Contains(folder))
            {
                findings.AddRange(run.Check(stored.Name, found => Check(stored, found)));
            }
            else if (foreignFolders.Add(folder))
            {
                findings.AddRange(run.Check(folder, found => Unknown(found)));
            }
        }

        foreach (StrayEntry stray in run.Strays)
        {
            findings.AddRange(run.Check(stray.Name, found => Check(stray, found)));
        }

        return findings.OrderBy(finding => finding.File, StringComparer.Ordinal);
    }

    private static string? FolderOf(string name) => name.IndexOf('/') is >= 0 and var slash ? name[..(slash + 1)] : null;

    private static void Unknown(FileFindings findings) => findings.Information(
        FindingKind.UnknownFile, 0, 0, "It is no part of the store, which never looks at it.", Advice.Delete);

    private void Check(StoredObject stored, FileFindings findings)
    {
        string name = stored.Name;
        if (!run.IsUsable(name) || name == StoreLayout.Manifest || StoreLayout.IsLog(name) || IsRead(name))
        {
            return;
        }

        if (name == StoreLayout.WriterMarker)
        {
            CheckMarker(findings);
        }
        else if (StoreLayout.IsSkippedRecords(name))
        {
            findings.Information(
                FindingKind.SkippedRecords, 0, 0, "Records of another program's snapshot that an opening could not use and put aside.",
                "Set the records anew with objects as their values, then delete it.");
        }
        else if (StoreLayout.IsTornTail(name))
        {
            findings.Information(
                FindingKind.TornFile, 0, 0, $"{stored.Length} bytes that an opening cut off a log: the end of a write that had not been flushed whole.", Advice.Delete);
        }
        else if (name == StoreLayout.UnfinishedBackup)
        {
            findings.Warning(
                FindingKind.UnfinishedFile, 0, 0, "A backup to this place was begun and not finished.",
                run.Manifest is null ? "Delete the place: what is in it is a part of a store." : Advice.Delete);
        }
        else if (name.EndsWith(".tmp", StringComparison.Ordinal))
        {
            findings.Information(FindingKind.UnfinishedFile, 0, 0, "Another program began this file and did not finish it.", Advice.Delete);
        }
        else if (name == StoreLayout.ForeignCompactionMarker)
        {
            findings.Information(
                FindingKind.StaleLock, 0, 0, "The npm package's mark of a compaction under way. Where none is, its agents never compact again.",
                "Delete it unless a program that uses that package is at work here.");
        }
        else
        {
            Unknown(findings);
        }
    }

    /// <summary>Whether another part of the check reads it.</summary>
    private bool IsRead(string name) =>
        StoreLayout.TryParseSnapshot(name, out _) || StoreLayout.ParseSegment(name) is not null
        || (run.Manifest is { } manifest
            && (manifest.CurrentSnapshot == name || manifest.ActiveOps == name
                || manifest.ActiveAgentOps.Values.Contains(name) || manifest.ArchiveSegments.Contains(name)));

    private void CheckMarker(FileFindings findings)
    {
        LockHolder? holder = run.Backend.Read(StoreLayout.WriterMarker) is { } marker ? LockHolderCodec.Read(marker.Content) : null;
        findings.Information(
            holder is null ? FindingKind.InvalidLock : FindingKind.StaleLock, 0, 0,
            holder is null ? "The mark of a single writer, in which no process can be read." : $"The mark of a single writer that is gone: {holder}.",
            "Nothing needs to be done: the next opening for writing replaces it.");
    }

    private void Check(StrayEntry stray, FileFindings findings)
    {
        switch (stray.Kind)
        {
            case StrayKind.Unfinished:
                findings.Warning(
                    FindingKind.UnfinishedFile, 0, 0, $"It was begun by {stray.Detail}, which ended before it was finished.",
                    "Nothing needs to be done: the next opening for writing removes it.");
                break;
            case StrayKind.InProgress:
                findings.Information(
                    FindingKind.UnfinishedFile, 0, 0, $"It was begun by {stray.Detail}, which may be writing it still.",
                    "Nothing needs to be done: an opening for writing removes it when nobody can be writing it.");
                break;
            case StrayKind.LockMark:
                findings.Information(FindingKind.StaleLock, 0, 0, $"The mark of a lock's holder that is gone: {stray.Detail}.", Advice.Nothing);
                break;
            case StrayKind.InvalidLockMark:
                findings.Information(FindingKind.InvalidLock, 0, 0, "The mark of a lock's holder that is gone, in which no process can be read.", Advice.Nothing);
                break;
            case StrayKind.NotAFile when !IsRead(stray.Name) && !StoreLayout.IsLog(stray.Name) && stray.Name != StoreLayout.Manifest:
                findings.Warning(FindingKind.Unreadable, 0, 0, $"It is {stray.Detail}, and only files belong here.", Advice.Delete);
                break;
            case StrayKind.Unreadable when stray.Name.Length == 0 && run.Manifest is not null:
                findings.Information(FindingKind.Unreadable, 0, 0, $"What lies beside the store's own folders can't be listed: {stray.Detail}", Advice.Nothing);
                break;
            case StrayKind.Unreadable:
                findings.Error(FindingKind.Unreadable, 0, 0, stray.Detail, Advice.MakeReadable);
                break;
            case StrayKind.Unknown:
                Unknown(findings);
                break;
        }
    }
}
