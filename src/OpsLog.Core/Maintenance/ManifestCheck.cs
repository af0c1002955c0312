using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>Checks the manifest itself, and that the files that it names exist.</summary>
internal sealed class ManifestCheck(CheckRun run)
{
    private static readonly string[] s_keys =
    [
        "version", "currentSnapshot", "activeOps", "activeAgentOps", "archiveSegments", "stats", "format", "others", "undoFloor", "historyFrom", "snapshotSeal", "logLengths", "segmentSizes", "indexes", "revision", "crc",
    ];


    public void Check(FileFindings findings)
    {
        run.ThrowIfNoFile(StoreLayout.Manifest);
        if (run.Backend.Read(StoreLayout.Manifest) is not { } content)
        {
            findings.Error(
                FindingKind.ManifestMissing, 0, 0, "The manifest is missing, but the store contains snapshots or logs with data.", Advice.Restore);
            return;
        }

        run.CountWhole(StoreLayout.Manifest, content.Content.Length);
        run.ManifestVersion = content.Version;
        Checksum seal = SealedDocument.Verify(content.Content);
        run.IsManifestSealed = seal == Checksum.Valid;
        if (seal == Checksum.Wrong)
        {
            findings.Error(FindingKind.WrongChecksum, 0, 0, "The checksum is wrong, so the manifest was damaged or edited by hand.", Advice.Restore);
        }
        else if (seal == Checksum.Absent)
        {
            findings.Information(
                FindingKind.NoChecksum, 0, 0, "The manifest has no checksum, because another program wrote it last.", "No action is required: the next checkpoint writes a checksum.");
        }

        CheckKeys(content.Content, findings);
        if (TryRead(content, findings) is { } manifest)
        {
            run.Manifest = run.IsManifestSealed ? manifest : manifest with { LogLengths = Manifest.NoLengths, SegmentSizes = Manifest.NoSizes };
            CheckAgents(manifest, findings);
            AmbiguousNames.Check("agents", manifest.ActiveAgentOps.Keys, findings);
            AmbiguousNames.Check("segments", manifest.ArchiveSegments.Select(StoreLayout.ParseSegment).OfType<string>(), findings);
            CheckTimes(manifest, findings);
        }
    }

    private static void CheckKeys(ReadOnlySpan<byte> content, FileFindings findings)
    {
        JsonMembers members = new(content);
        while (members.MoveNext())
        {
            string key = Encoding.UTF8.GetString(members.RawKey);
            if (!s_keys.Contains(key))
            {
                findings.Information(
                    FindingKind.UnknownKey, 0, members.KeyStart, $"The key '{key}' is unknown to this engine.",
                    "If no newer version of a program writes this key, the manifest was damaged. Compare it with a backup.");
            }
        }
    }

    private static Manifest? TryRead(VersionedContent content, FileFindings findings)
    {
        try
        {
            return new ManifestReader(StoreLayout.Manifest).Read(content.Content);
        }
        catch (ManifestException e)
        {
            findings.Error(FindingKind.ManifestInvalid, 0, 0, $"The manifest can't be used: {e.Detail}.", Advice.Restore);
            return null;
        }
    }

    private static void CheckAgents(Manifest manifest, FileFindings findings)
    {
        foreach ((string agent, string log) in manifest.ActiveAgentOps)
        {
            if (!StoreLayout.TryParseAgentLog(log, out string owner, out _) || owner != agent)
            {
                findings.Error(FindingKind.ManifestInvalid, 0, 0, $"The manifest assigns the log '{log}' to agent '{agent}', but the log belongs to another writer.", Advice.Restore);
            }
        }
    }

    private static void CheckTimes(Manifest manifest, FileFindings findings)
    {
        foreach ((string field, string time) in new[] { ("created", manifest.Stats.Created), ("lastCheckpoint", manifest.Stats.LastCheckpoint) })
        {
            if (!Timestamp.TryParse(time, out _))
            {
                findings.Warning(FindingKind.InvalidTimestamp, 0, 0, $"The value of 'stats.{field}' is not a valid time.", "The records are not affected. The next checkpoint writes 'lastCheckpoint' again.");
            }
        }

        if (manifest.HistoryFrom is { } from && !Timestamp.TryParse(from, out _))
        {
            findings.Warning(FindingKind.InvalidTimestamp, 0, 0, "The value of 'historyFrom' is not a valid time.", "The records are not affected. Earlier moments in removed history can be wrong; the next removal of history writes it again.");
        }
    }
}
