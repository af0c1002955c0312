using System.Text;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Tests.Faults;
using OpsLog.Core.Tests.Store;
using static OpsLog.Core.Maintenance.FindingSeverity;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>One store for each problem that the check can find and that requires no file system.</summary>
internal static class FindingCases
{
    private const string Segment = "archive/archive-2026-Q4.json";

    private static readonly StoreImage s_single = SampleStores.Single();
    private static readonly StoreImage s_agents = SampleStores.Agents();
    private static readonly string s_active = s_single.ActiveLog();
    private static readonly string s_snapshot = s_single.ManifestOf().CurrentSnapshot;
    private static readonly string s_agentSnapshot = s_agents.ManifestOf().CurrentSnapshot;
    private static readonly string s_kept = s_single.Files.Keys.First(name => name.StartsWith("ops/", StringComparison.Ordinal));
    private static readonly string s_clock = "\"clock\":4,";
    private static readonly string s_retired = s_agents.Files.Keys.Order(StringComparer.Ordinal).First(name => name.StartsWith("ops/agent-nightly", StringComparison.Ordinal));
    private static readonly string s_laptop = s_agents.ManifestOf().ActiveAgentOps["laptop"];

    public static IEnumerable<FindingCase> All => Manifests().Concat(Snapshots()).Concat(Logs()).Concat(Agents()).Concat(Segments()).Concat(Strays());

    private static IEnumerable<FindingCase> Manifests()
    {
        const string File = StoreLayout.Manifest;
        yield return new("no manifest", s_single.Replace(File, null), Error, FindingKind.ManifestMissing, File, 0, 0, "manifest is missing");
        yield return new("not one", s_single.Replace(File, "{}"u8.ToArray()), Error, FindingKind.ManifestInvalid, File, 0, 0, "'stats'");
        yield return new("leads outside", s_single.WithManifest(m => m with { ActiveOps = "../x" }), Error, FindingKind.ManifestInvalid, File, 0, 0, "outside");
        yield return new("its checksum", s_single.WithText(File, text => text.Replace("\"version\":1", "\"version\":2")), Error, FindingKind.WrongChecksum, File, 0, 0, "checksum is wrong");
        yield return new("a strange log", s_agents.WithManifest(m => m with { ActiveAgentOps = new Dictionary<string, string>(m.ActiveAgentOps) { ["x"] = s_laptop } }), Error, FindingKind.ManifestInvalid, File, 0, 0, "another writer");
        yield return new("agents that differ in case", s_agents.WithManifest(m => m with { ActiveAgentOps = new Dictionary<string, string>(m.ActiveAgentOps) { ["Laptop"] = s_laptop.Replace("laptop", "Laptop") } }), Warning, FindingKind.AmbiguousName, File, 0, 0, "'Laptop', 'laptop'");
        yield return new("segments that differ in case", s_single.WithManifest(m => m with { ArchiveSegments = [.. m.ArchiveSegments, "archive/archive-2026-q4.json"] }), Warning, FindingKind.AmbiguousName, File, 0, 0, "'2026-Q4', '2026-q4'");
        yield return new("no time of the history", s_single.WithManifest(m => m with { HistoryFrom = "once" }), Warning, FindingKind.InvalidTimestamp, File, 0, 0, "'historyFrom'");
        yield return new("no time", s_single.WithManifest(m => m with { Stats = m.Stats with { Created = "once" } }), Warning, FindingKind.InvalidTimestamp, File, 0, 0, "'stats.created'");
        yield return new("a strange key", StoreImage.OfFixture("npm-0.8.1-deltas").WithText(File, text => text.Replace("\"stats\"", "\"more\":1,\"stats\"")), Information, FindingKind.UnknownKey, File, 0, -1, "'more'");
        yield return new("no checksum", StoreImage.OfFixture("npm-0.8.1-deltas"), Information, FindingKind.NoChecksum, File, 0, 0, "another program");
    }

    private static IEnumerable<FindingCase> Snapshots()
    {
        yield return new("missing", s_single.Replace(s_snapshot, null), Error, FindingKind.FileMissing, s_snapshot, 0, 0, "file is missing");
        yield return new("its checksum", s_single.WithText(s_snapshot, text => text.Replace("web", "wbe")), Error, FindingKind.WrongChecksum, s_snapshot, 0, 0, "checksum");
        yield return new("too short", s_single.WithText(s_snapshot, text => text[..^1]), Error, FindingKind.WrongChecksum, s_snapshot, 0, 0, "bytes; the manifest expects");
        yield return new("a line", s_single.WithSnapshot(text => text.Replace("\"data\":{\"role\"", "\"data\":{\"role")), Error, FindingKind.SnapshotInvalid, s_snapshot, 2, s_single.OffsetOf(s_snapshot, 2), "not a JSON object");
        yield return new("a value", s_single.WithSnapshot(text => text + "{\"id\":\"n\",\"data\":5}\n"), Error, FindingKind.SnapshotInvalid, s_snapshot, 5, s_single.Files[s_snapshot].Length, "object as its value");
        yield return new("the package's value", StoreImage.OfFixture("npm-0.8.1-deltas").WithText(StoreImage.OfFixture("npm-0.8.1-deltas").ManifestOf().CurrentSnapshot, text => text + "{\"id\":\"five\",\"data\":5}\n"), Warning, FindingKind.SnapshotInvalid, StoreImage.OfFixture("npm-0.8.1-deltas").ManifestOf().CurrentSnapshot, LinesOf("npm-0.8.1-deltas") + 1, -1, "not a JSON object");
        yield return new("an empty id", s_single.WithSnapshot(text => text + "{\"id\":\"\",\"data\":{}}\n"), Error, FindingKind.SnapshotInvalid, s_snapshot, 5, s_single.Files[s_snapshot].Length, "'id'");
        yield return new("the header", s_single.WithSnapshot(text => text.Replace("\"version\":1", "\"version\":0")), Error, FindingKind.SnapshotInvalid, s_snapshot, 1, 0, "'version'");
        yield return new("twice", s_single.WithSnapshot(text => text + "{\"id\":\"web01\",\"data\":{}}\n"), Error, FindingKind.DuplicateRecord, s_snapshot, 5, s_single.Files[s_snapshot].Length, "'web01'");
        yield return new("too few", s_single.WithManifest(m => m with { Stats = m.Stats with { ActiveRecords = 9 } }), Error, FindingKind.ManifestFigures, s_snapshot, 0, 0, "3 records; the manifest expects 9");
        yield return new("too many", s_single.WithManifest(m => m with { Stats = m.Stats with { ActiveRecords = 0 } }), Warning, FindingKind.ManifestFigures, s_snapshot, 0, 0, "3 records; the manifest expects 0");
        yield return new("another version", s_single.WithSnapshot(text => text.Replace("\"version\":1", "\"version\":2")), Warning, FindingKind.ManifestFigures, s_snapshot, 1, 0, "schema version 2");
        yield return new("no time", s_single.WithSnapshot(text => text.Replace("\"timestamp\":\"", "\"timestamp\":\"x")), Warning, FindingKind.InvalidTimestamp, s_snapshot, 1, 0, "not a valid time");
        yield return new("another value", s_single.WithSnapshot(text => text.Replace("\"cpus\":8", "\"cpus\":9")), Warning, FindingKind.SnapshotMismatch, s_snapshot, 2, s_single.OffsetOf(s_snapshot, 2), "'web01'");
        yield return new("a removed one", s_single.WithSnapshot(text => text + "{\"id\":\"db01\",\"data\":{}}\n"), Warning, FindingKind.SnapshotMismatch, s_snapshot, 5, s_single.Files[s_snapshot].Length, "where it was removed");
        yield return new("one less", s_single.WithSnapshot(text => string.Concat(text.Split('\n').Where(line => !line.Contains("job-2")).Select(line => line + "\n"))), Warning, FindingKind.SnapshotMismatch, s_snapshot, 0, 0, "'job-2'");
        yield return new("no checksum", StoreImage.OfFixture("npm-0.8.1-deltas"), Information, FindingKind.NoChecksum, StoreImage.OfFixture("npm-0.8.1-deltas").ManifestOf().CurrentSnapshot, 0, 0, "no checksum");
        yield return new("one document", StoreImage.OfFixture("format-0.6-pretty").WithText("snapshots/snap-1748000000000.jsonl", text => text.Replace("\"records\"", "\"record\"")), Error, FindingKind.SnapshotInvalid, "snapshots/snap-1748000000000.jsonl", 0, -1, "'records'");
        yield return new("a stamp", s_agents.WithSnapshot(text => text.Replace("\"clock\":3,", "\"clock\":33,")), Error, FindingKind.InvalidStamp, s_agentSnapshot, 2, s_agents.OffsetOf(s_agentSnapshot, 2), "33");
        yield return new("the horizon", s_agents.WithSnapshot(text => text.Replace(s_clock, $"{s_clock}\"horizon\":20,")), Error, FindingKind.InvalidStamp, s_agentSnapshot, 1, 0, "horizon is 20");
        yield return new("a tombstone", s_agents.WithSnapshot(text => text.Replace(s_clock, $"{s_clock}\"horizon\":2,").Replace("[\"job-1\",4", "[\"job-1\",1")), Error, FindingKind.InvalidStamp, s_agentSnapshot, 1, 0, "between the horizon");
        yield return new("a tombstone and a record", s_agents.WithSnapshot(text => text.Replace("[\"job-1\",4", "[\"web01\",4")), Error, FindingKind.InvalidStamp, s_agentSnapshot, 1, 0, "has a tombstone");
        yield return new("covers a strange log", s_agents.WithSnapshot(text => text.Replace("\"covered\":{", "\"covered\":{\"ops/x\":1,")), Warning, FindingKind.InvalidCoverage, s_agentSnapshot, 1, 0, "'ops/x'");
    }

    private static IEnumerable<FindingCase> Logs()
    {
        long second = s_single.OffsetOf(s_active, 2);
        long fourth = s_single.OffsetOf(s_active, 4);
        yield return new("missing", s_single.Replace(s_active, null), Error, FindingKind.FileMissing, s_active, 0, 0, "file is missing");
        yield return new("a line", s_single.WithText(s_active, text => text.Replace("\"db01\"", "\"bd01\"")), Error, FindingKind.LogDamage, s_active, 1, 0, "checksum");
        yield return new("a kept line", s_single.WithText(s_kept, text => text.Replace("queued", "qeuued")), Error, FindingKind.LogDamage, s_kept, 3, s_single.OffsetOf(s_kept, 3), "checksum");
        yield return new("half a batch", s_single.WithLines(s_active, lines => lines.Where((_, i) => i != 1)), Error, FindingKind.LogDamage, s_active, 1, 0, "ends after 1");
        yield return new("cut at a line", s_single.WithLength(s_active, s_single.Files[s_active].Length).Replace(s_active, s_single.Files[s_active][..(int)fourth]), Warning, FindingKind.LogShortened, s_active, 0, fourth, $"The log had {s_single.Files[s_active].Length} bytes when the store was last closed, and only {fourth} of them");
        yield return new("cut within a line", s_single.WithLength(s_active, s_single.Files[s_active].Length).WithText(s_active, text => text[..^5]), Error, FindingKind.LogShortened, s_active, 10, -1, "acknowledged operations are lost");
        yield return new("torn", s_single.WithText(s_active, text => text[..^5]), Warning, FindingKind.TornTail, s_active, 10, -1, "incomplete");
        yield return new("a torn kept one", s_single.WithText(s_kept, text => text[..^5]), Warning, FindingKind.TornTail, s_kept, 3, s_single.OffsetOf(s_kept, 3), "incomplete");
        yield return new("no time", s_single.WithLines(s_active, lines => lines.Select((line, i) => i == 1 ? line.Replace("\"ts\":\"", "\"ts\":\"x") : line)), Warning, FindingKind.InvalidTimestamp, s_active, 2, second, "not a valid time");
        yield return new("an agent's line", s_single.WithLines(s_active, lines => lines.Select(line => line + ",\"agent\":\"a\"")), Warning, FindingKind.ForeignOperation, s_active, 1, 0, "agent 'a'");
        yield return new("a patch", s_single.WithLines(s_active, lines => lines.Append("""{"ts":"2026-01-01T00:00:00.000Z","op":"set","id":"a","data":{},"prev":{"$put":{}},"encoding":"delta" """.Trim())), Error, FindingKind.InvalidPatch, s_active, 11, s_single.Files[s_active].Length, "can't be applied");
        yield return new("a lost operation", s_single.WithLines(s_active, lines => lines.Where((_, i) => i != 4)), Warning, FindingKind.PreviousMismatch, s_active, 5, -1, "'old-2'");
        yield return new("a lost operation of a kept log", s_single.WithLines(s_kept, lines => lines.Skip(1).Append(lines[1].Replace("null", """{"x":1}"""))), Warning, FindingKind.PreviousMismatch, s_kept, 3, -1, "'db01'");
        yield return new("a delete of nothing", s_single.WithLines(s_active, lines => lines.Append("""{"ts":"2026-01-01T00:00:00.000Z","op":"delete","id":"never","prev":{}""")), Warning, FindingKind.PreviousMismatch, s_active, 11, s_single.Files[s_active].Length, "the log does not contain it");
        yield return new("a lost seal", s_single.WithText(s_active, text => text[..(int)second].Replace(",\"crc\":\"", ",\"xyz\":\"") + text[(int)second..]), Warning, FindingKind.WrongChecksum, s_active, 1, 0, "only this engine writes");
        yield return new("no checksums", StoreImage.OfFixture("npm-0.8.1-deltas"), Information, FindingKind.NoChecksum, StoreImage.OfFixture("npm-0.8.1-deltas").ActiveLog(), 0, 0, "no checksum");
        yield return new("strange keys", StoreImage.OfFixture("npm-0.8.1-deltas").WithText(StoreImage.OfFixture("npm-0.8.1-deltas").ActiveLog(), text => text.Replace("{\"ts\"", "{\"more\":1,\"ts\"")), Information, FindingKind.UnknownKey, StoreImage.OfFixture("npm-0.8.1-deltas").ActiveLog(), 1, 0, "this engine");
        yield return new("damage everywhere", s_single.Replace(s_active, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("x\n", 1500)))), Error, FindingKind.MoreFindings, s_active, 1500, 2998, "500 more");
        yield return new("an older manifest", s_single.WithManifest(m => m with { ActiveOps = s_kept }), Warning, FindingKind.StrayLog, s_active, 0, 0, "10 operations are not replayed");
        yield return new("an empty log", s_single.Replace("ops/ops-99999999999999.jsonl", []), Information, FindingKind.StrayLog, "ops/ops-99999999999999.jsonl", 0, 0, "The log is empty");
    }

    private static IEnumerable<FindingCase> Agents()
    {
        long covered = SnapshotCovered();
        long fourth = s_agents.OffsetOf(s_laptop, 4);
        yield return new("covered too far", s_agents.WithText(s_laptop, text => text[..100]), Error, FindingKind.InvalidCoverage, s_laptop, 0, 100, $"covers {covered}");
        yield return new("covered within a line", s_agents.WithSnapshot(text => text.Replace($":{covered}", $":{covered - 1}")), Error, FindingKind.InvalidCoverage, s_laptop, 2, -1, "in the middle of a step");
        yield return new("the line of another agent", s_agents.WithLines(s_laptop, lines => lines.Select((line, i) => i == 3 ? line.Replace("laptop", "palmtop") : line)), Error, FindingKind.ForeignOperation, s_laptop, 4, -1, "'palmtop'");
        yield return new("a clock back", s_agents.WithText(s_laptop, text => text + text[(int)fourth..(int)s_agents.OffsetOf(s_laptop, 5)]), Warning, FindingKind.InvalidStamp, s_laptop, 8, s_agents.Files[s_laptop].Length, "Clocks within a log increase");
        yield return new("behind the horizon", s_agents.WithSnapshot(text => text.Replace(s_clock, "\"clock\":40,\"horizon\":3,").Replace("[\"job-1\",4", "[\"job-1\",40")).WithLines(s_laptop, lines => lines.Select((line, i) => i == 2 ? line.Replace("\"clock\":5", "\"clock\":3") : line)), Warning, FindingKind.InvalidStamp, s_laptop, 3, covered, "deletions up to clock 3");
        yield return new("no clock", s_agents.WithLines(s_laptop, lines => lines.Select((line, i) => i == 6 ? line[..line.IndexOf(",\"clock\"", StringComparison.Ordinal)] : line)), Warning, FindingKind.InvalidStamp, s_laptop, 7, -1, "no clock");
        yield return new("an agent's torn", s_agents.WithText(s_laptop, text => text[..^1]), Warning, FindingKind.TornTail, s_laptop, 7, -1, "incomplete");
        yield return new("written to a retired log", s_agents.WithText(s_retired, text => text + text[..(text.IndexOf('\n') + 1)]), Error, FindingKind.LostOperations, s_retired, 4, s_agents.Files[s_retired].Length, "The last operation in");
        yield return new("an agent forgotten", s_agents.WithManifest(m => m with { ActiveAgentOps = m.ActiveAgentOps.Where(agent => agent.Key == "nightly").ToDictionary() }).Rename(s_laptop, "ops/agent-laptop-99999999999999.jsonl"), Warning, FindingKind.StrayLog, "ops/agent-laptop-99999999999999.jsonl", 0, 0, "not replayed");
        yield return new("an agent left out", s_agents.WithManifest(m => m with { ActiveAgentOps = m.ActiveAgentOps.Where(agent => agent.Key == "nightly").ToDictionary() }).WithLines(s_laptop, lines => lines.Select(line => line.Replace("\"ts\":\"20", "\"ts\":\"30"))), Warning, FindingKind.LostOperations, s_laptop, 0, 0, "2 records");
    }

    private static IEnumerable<FindingCase> Segments()
    {
        yield return new("missing", s_single.Replace(Segment, null), Error, FindingKind.FileMissing, Segment, 0, 0, "file is missing");
        yield return new("its checksum", s_single.WithText(Segment, text => text.Replace("\"n\":1", "\"n\":3")), Error, FindingKind.WrongChecksum, Segment, 0, 0, "checksum");
        yield return new("malformed", s_single.Replace(Segment, "{\"records\":{\"a\":{}"u8.ToArray()), Error, FindingKind.SegmentInvalid, Segment, 0, 18, "'records'");
        yield return new("a value", s_single.Replace(Segment, "{\"records\":{\"a\":5}}"u8.ToArray()), Warning, FindingKind.SegmentInvalid, Segment, 0, 16, "not a JSON object");
        yield return new("twice", s_single.Replace(Segment, "{\"records\":{\"a\":{},\"a\":{}}}"u8.ToArray()), Error, FindingKind.DuplicateRecord, Segment, 0, 23, "'a'");
        yield return new("renamed", s_single.Rename(Segment, "archive/archive-x.json").WithManifest(m => m with { ArchiveSegments = ["archive/archive-x.json"] }), Error, FindingKind.SegmentInvalid, "archive/archive-x.json", 0, 0, "'2026-Q4'");
        yield return new("no time", s_single.Replace(Segment, "{\"version\":1,\"period\":\"2026-Q4\",\"records\":{}}"u8.ToArray()), Error, FindingKind.InvalidTimestamp, Segment, 0, 0, "'timestamp'");
        yield return new("not named", s_single.WithManifest(m => m with { ArchiveSegments = [] }), Warning, FindingKind.UnnamedSegment, Segment, 0, 0, "2 archived records");
        yield return new("cut short", s_single.Replace("archive/archive-y.json", "{\"version\":1,\"period\":\"y\",\"timestamp\":\"2026-01-01\",\"records\":{\"a\":{},\"gone later\":{}}}"u8.ToArray()), Information, FindingKind.UnnamedSegment, "archive/archive-y.json", 0, 0, "no record that the store lacks");
        yield return new("no checksum", StoreImage.OfFixture("format-0.6-pretty"), Information, FindingKind.NoChecksum, "archive/archive-2025-Q1.json", 0, 0, "no checksum");
    }

    private static IEnumerable<FindingCase> Strays()
    {
        yield return new("a file", s_single.Replace("notes.txt", [1]), Information, FindingKind.UnknownFile, "notes.txt", 0, 0, "not part of the store");
        yield return new("a folder", s_single.Replace("more/a", [1]).Replace("more/b", [1]), Information, FindingKind.UnknownFile, "more/", 0, 0, "not part of the store");
        yield return new("blobs of one name", s_single.Replace("blobs/a", [1]).Replace("blobs/A", [1]), Warning, FindingKind.AmbiguousName, "blobs/", 0, 0, "blobs 'A', 'a'");
        yield return new("a blob without a name", s_single.Replace("blobs/what?", [1]), Information, FindingKind.UnknownFile, "blobs/what?", 0, 0, "can't be the name of a blob");
        yield return new("a file among logs", s_single.Replace("ops/ops-1.jsonl.bak", [1]), Information, FindingKind.UnknownFile, "ops/ops-1.jsonl.bak", 0, 0, "not part of the store");
        yield return new("the package's file", s_single.Replace("manifest.json.tmp", [1]), Information, FindingKind.UnfinishedFile, "manifest.json.tmp", 0, 0, "Another program");
        yield return new("an old snapshot", s_single.Replace("snapshots/snap-1.jsonl", s_single.Files[s_snapshot]), Information, FindingKind.UnnamedSnapshot, "snapshots/snap-1.jsonl", 0, 0, "older than the last two");
        yield return new("a new snapshot", s_single.Replace("snapshots/snap-99999999999999.jsonl", s_single.Files[s_snapshot]), Information, FindingKind.UnnamedSnapshot, "snapshots/snap-99999999999999.jsonl", 0, 0, "interrupted");
        yield return new("a bad old snapshot", s_single.Replace("snapshots/snap-1.jsonl", [1]), Warning, FindingKind.SnapshotInvalid, "snapshots/snap-1.jsonl", 1, 0, "header");
        yield return new("a dead writer", s_single.Replace(".lock", "2147483647\n"u8.ToArray()), Information, FindingKind.StaleLock, ".lock", 0, 0, "2147483647");
        yield return new("no writer", s_single.Replace(".lock", "no one"u8.ToArray()), Information, FindingKind.InvalidLock, ".lock", 0, 0, "a valid process");
        yield return new("the package's lock", s_single.Replace(".compact-lock", "5"u8.ToArray()), Information, FindingKind.StaleLock, ".compact-lock", 0, 0, "npm package");
        yield return new("records put aside", s_single.Replace("snapshots/snap-1.jsonl.skipped-2", "{\"id\":\"a\",\"data\":5}\n"u8.ToArray()), Information, FindingKind.SkippedRecords, "snapshots/snap-1.jsonl.skipped-2", 0, 0, "set aside");
        yield return new("an index of a snapshot", s_single.Replace("snapshots/snap-1.jsonl.idx", [1]), Information, FindingKind.UnusedIndex, "snapshots/snap-1.jsonl.idx", 0, 0, "does not exist");
        yield return new("an index of a log", s_single.Replace("ops/agent-a-1.jsonl.idx", [1]), Information, FindingKind.UnusedIndex, "ops/agent-a-1.jsonl.idx", 0, 0, "'ops/agent-a-1.jsonl'");
        yield return new("a damaged index of a log", s_single.Replace(s_kept + ".idx", [1]), Information, FindingKind.InvalidIndex, s_kept + ".idx", 0, 0, "damaged");
        yield return new("a damaged index of a snapshot", s_single.Replace(s_snapshot + ".idx", [1]), Information, FindingKind.InvalidIndex, s_snapshot + ".idx", 0, 0, "damaged");
        yield return new("an index of nothing", s_single.Replace("ops/notes.txt.idx", [1]), Information, FindingKind.UnknownFile, "ops/notes.txt.idx", 0, 0, "not part of the store");
        yield return new("a torn end", Reopened(), Information, FindingKind.TornFile, Reopened().Files.Keys.First(name => name.Contains(".torn-")), 0, 0, "not completely flushed");
    }

    private static StoreImage? s_reopened;

    private static StoreImage Reopened()
    {
        if (s_reopened is null)
        {
            MemoryBackend torn = s_single.WithText(s_active, text => text[..^5]).Copy();
            OpsLogStore.Open(torn, new() { CheckpointOnClose = CheckpointOnClose.Never }).Close();
            s_reopened = StoreImage.Of(torn);
        }

        return s_reopened;
    }

    private static StoreImage Rename(this StoreImage image, string from, string to) => image.Replace(to, image.Files[from]).Replace(from, null);

    private static int LinesOf(string fixture)
    {
        StoreImage image = StoreImage.OfFixture(fixture);
        return image.Files[image.ManifestOf().CurrentSnapshot].Count(b => b == '\n');
    }

    private static long SnapshotCovered()
    {
        string header = Encoding.UTF8.GetString(s_agents.Files[s_agentSnapshot]).Split('\n')[0];
        return long.Parse(header.Split($"\"{s_laptop}\":")[1].Split('}')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
