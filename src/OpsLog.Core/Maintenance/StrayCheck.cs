using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Processes;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Locks;

namespace OpsLog.Core.Maintenance;

/// <summary>Checks the entries in the folder of a store that the engine does not read.</summary>
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
            else if (folder != StoreLayout.BlobFolder && foreignFolders.Add(folder))
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
        FindingKind.UnknownFile, 0, 0, "This file or folder is not part of the store. The store does not read it.", Advice.Delete);

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
                FindingKind.SkippedRecords, 0, 0, "The file contains invalid records of another program's snapshot, which were set aside when the store was opened.",
                "Set the records again with objects as their values, then delete the file.");
        }
        else if (StoreLayout.ParseIndex(name) is { } owner)
        {
            CheckIndex(name, owner, findings);
        }
        else if (StoreLayout.IsTornTail(name))
        {
            findings.Information(
                FindingKind.TornFile, 0, 0, $"The file contains {Counted.Of(stored.Length, "byte")} from the end of a log: an incomplete write that was not completely flushed. Opening the store moved them here.", Advice.Delete);
        }
        else if (name == StoreLayout.UnfinishedBackup)
        {
            findings.Warning(
                FindingKind.UnfinishedFile, 0, 0, "The folder contains an unfinished backup.",
                run.Manifest is null ? "Delete the folder: it contains only a part of a store." : Advice.Delete);
        }
        else if (name.EndsWith(".tmp", StringComparison.Ordinal))
        {
            findings.Information(FindingKind.UnfinishedFile, 0, 0, "Another program did not finish writing this file.", Advice.Delete);
        }
        else if (name == StoreLayout.ForeignCompactionMarker)
        {
            findings.Information(
                FindingKind.StaleLock, 0, 0, "The npm package writes this file while it compacts. If no compaction is running, the file prevents every later compaction by its agents.",
                "Delete the file, unless a program that uses the npm package has the store open.");
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
                || manifest.ActiveAgentOps.Values.Contains(name, StringComparer.Ordinal) || manifest.ArchiveSegments.Contains(name, StringComparer.Ordinal)));

    private void CheckIndex(string name, string owner, FileFindings findings)
    {
        if (run.Objects.Any(stored => stored.Name == owner))
        {
            IndexCheck.Run(run, name, owner, findings);
        }
        else if (run.Manifest?.Names(owner) != true)
        {
            findings.Information(
                FindingKind.UnusedIndex, 0, 0, $"The file is the index of '{owner}', which does not exist.", "No action is required: the next checkpoint deletes the file.");
        }
    }

    private void CheckMarker(FileFindings findings)
    {
        LockHolder? holder = run.Backend.Read(StoreLayout.WriterMarker) is { } marker ? LockHolderCodec.Read(marker.Content) : null;
        findings.Information(
            holder is null ? FindingKind.InvalidLock : FindingKind.StaleLock, 0, 0,
            holder is null ? "The lock file of a single writer does not contain a valid process." : $"The lock file belongs to a single writer that has ended: {holder}.",
            "No action is required: the next opening for writing replaces the file.");
    }

    private void Check(StrayEntry stray, FileFindings findings)
    {
        switch (stray.Kind)
        {
            case StrayKind.Unfinished:
                findings.Warning(
                    FindingKind.UnfinishedFile, 0, 0, $"The file is unfinished: {stray.Detail} began it and has ended.",
                    "No action is required: the next opening for writing removes the file.");
                break;
            case StrayKind.InProgress:
                findings.Information(
                    FindingKind.UnfinishedFile, 0, 0, $"The file is unfinished: {stray.Detail} began it and may still be writing it.",
                    "No action is required: opening the store for writing removes the file when no process can be writing it any more.");
                break;
            case StrayKind.LockMark:
                findings.Information(FindingKind.StaleLock, 0, 0, $"The lock file belongs to a process that has ended: {stray.Detail}.", Advice.Nothing);
                break;
            case StrayKind.InvalidLockMark:
                findings.Information(FindingKind.InvalidLock, 0, 0, "The lock file belongs to a process that has ended, and does not contain a valid process.", Advice.Nothing);
                break;
            case StrayKind.NotAFile when !IsRead(stray.Name) && !StoreLayout.IsLog(stray.Name) && stray.Name != StoreLayout.Manifest:
                findings.Warning(FindingKind.Unreadable, 0, 0, $"It is {stray.Detail}; only regular files belong here.", Advice.Delete);
                break;
            case StrayKind.Unreadable when stray.Name.Length == 0 && run.Manifest is not null:
                findings.Information(FindingKind.Unreadable, 0, 0, $"Files beside the store's own folders could not be checked: {stray.Detail}", Advice.Nothing);
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
