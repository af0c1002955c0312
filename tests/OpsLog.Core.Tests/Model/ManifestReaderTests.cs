using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Model;

namespace OpsLog.Core.Tests.Model;

/// <summary>Manifests as the npm package writes them, and what may be wrong with one.</summary>
public sealed class ManifestReaderTests
{
    private const string Npm = """
        {
          "version": 2,
          "currentSnapshot": "snapshots/snap-1700000000000.jsonl",
          "activeOps": "ops/ops-1700000000000.jsonl",
          "activeAgentOps": {
            "a": "ops/agent-a-1700000000000.jsonl"
          },
          "archiveSegments": [
            "archive/archive-2025-Q4.json"
          ],
          "stats": {
            "activeRecords": 10,
            "archivedRecords": 20,
            "opsCount": 30,
            "created": "2026-01-01T00:00:00.000Z",
            "lastCheckpoint": "2026-02-01T00:00:00.000Z"
          }
        }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_of_the_npm_package_is_read_indented_or_compact(bool compact)
    {
        Manifest read = Read(compact ? Npm.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal) : Npm);
        Assert.Equal(2, read.Version);
        Assert.Equal("snapshots/snap-1700000000000.jsonl", read.CurrentSnapshot);
        Assert.Equal("ops/ops-1700000000000.jsonl", read.ActiveOps);
        Assert.Equal("ops/agent-a-1700000000000.jsonl", read.ActiveAgentOps["a"]);
        Assert.Equal(["archive/archive-2025-Q4.json"], read.ArchiveSegments);
        Assert.Equal(new ManifestStats(10, 20, 30, "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"), read.Stats);
        Assert.Null(read.Seal);
        Assert.Null(read.UndoFloor);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("currentSnapshot")]
    [InlineData("activeOps")]
    [InlineData("archiveSegments")]
    [InlineData("stats")]
    [InlineData("stats.activeRecords")]
    [InlineData("stats.archivedRecords")]
    [InlineData("stats.opsCount")]
    [InlineData("stats.created")]
    [InlineData("stats.lastCheckpoint")]
    public void A_missing_field_is_named(string field)
    {
        string key = field.Split('.')[^1];
        AssertFault(ManifestFault.MissingField, field, Npm.Replace($"\"{key}\"", "\"other\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("version", "2", "0")]
    [InlineData("version", "2", "-1")]
    [InlineData("version", "2", "1.5")]
    [InlineData("version", "2", "2147483648")]
    [InlineData("version", "2", "1e999")]
    [InlineData("version", "2", "\"2\"")]
    [InlineData("version", "2", "null")]
    [InlineData("currentSnapshot", "\"snapshots/snap-1700000000000.jsonl\"", "\"\"")]
    [InlineData("currentSnapshot", "\"snapshots/snap-1700000000000.jsonl\"", "5")]
    [InlineData("activeOps", "\"ops/ops-1700000000000.jsonl\"", "null")]
    [InlineData("stats.activeRecords", "10", "-10")]
    [InlineData("stats.archivedRecords", ": 20,", ": 99999999999999999999,")]
    [InlineData("stats.opsCount", "30", "\"30\"")]
    [InlineData("stats.created", "\"2026-01-01T00:00:00.000Z\"", "5")]
    [InlineData("stats.lastCheckpoint", "\"2026-02-01T00:00:00.000Z\"", "\"\"")]
    [InlineData("archiveSegments", "[", "7, \"x\": [")]
    [InlineData("archiveSegments", "\"archive/archive-2025-Q4.json\"", "[]")]
    [InlineData("archiveSegments", "\"archive/archive-2025-Q4.json\"", "\"a\", 7")]
    [InlineData("activeAgentOps", "\"ops/agent-a-1700000000000.jsonl\"", "{}")]
    [InlineData("activeAgentOps", "\"ops/ops-1700000000000.jsonl\"", "\"ops/agent-b-1700000000000.jsonl\"")]
    [InlineData("activeAgentOps", "{\n    \"a\"", "[], \"x\": {\n    \"a\"")]
    [InlineData("activeAgentOps", "\"a\"", "\"../a\"")]
    [InlineData("activeAgentOps", "\"a\"", "\"a\\u0000\"")]
    [InlineData("activeAgentOps", "\"a\"", "\"\"")]
    [InlineData("stats", "{\n    \"activeRecords\"", "[], \"x\": {\n    \"activeRecords\"")]
    [InlineData("currentSnapshot", "snapshots/snap-1700000000000.jsonl", "ops/ops-1700000000000.jsonl")]
    [InlineData("activeOps", "\"ops/ops-1700000000000.jsonl\"", "\"snapshots/snap-1700000000000.jsonl\"")]
    [InlineData("activeOps", "\"ops/ops-1700000000000.jsonl\"", "\"manifest.json\"")]
    [InlineData("activeAgentOps", "ops/agent-a-1700000000000.jsonl", ".lock")]
    [InlineData("activeAgentOps", "\"a\"", "\"\\ud800\"")]
    [InlineData("archiveSegments", "archive/archive-2025-Q4.json", "ops/ops-1700000000000.jsonl")]
    [InlineData("undoFloor", "\"version\"", "\"undoFloor\": 1, \"version\"")]
    [InlineData("revision", "\"version\"", "\"revision\": -1, \"version\"")]
    [InlineData("revision", "\"version\"", "\"revision\": 4503599627370497, \"version\"")]
    [InlineData("snapshotSeal", "\"version\"", "\"snapshotSeal\": null, \"version\"")]
    [InlineData("snapshotSeal.snapshot", "\"version\"", "\"snapshotSeal\": {}, \"version\"")]
    [InlineData("snapshotSeal.crc", "\"version\"", "\"snapshotSeal\": {\"snapshot\": \"snapshots/snap-1700000000000.jsonl\", \"length\": 1, \"crc\": \"xyz\"}, \"version\"")]
    [InlineData("snapshotSeal.length", "\"version\"", "\"snapshotSeal\": {\"snapshot\": \"snapshots/snap-1700000000000.jsonl\", \"crc\": \"00000000\"}, \"version\"")]
    public void A_field_with_a_wrong_value_is_named(string field, string old, string replacement) =>
        AssertFault(ManifestFault.InvalidField, field, ReplaceFirst(old, replacement));

    [Theory]
    [InlineData("currentSnapshot", "snapshots/snap-1700000000000.jsonl", "../snap.jsonl")]
    [InlineData("currentSnapshot", "snapshots/snap-1700000000000.jsonl", "/etc/passwd")]
    [InlineData("activeOps", "ops/ops-1700000000000.jsonl", "ops/../../x")]
    [InlineData("activeOps", "ops/ops-1700000000000.jsonl", "C:x")]
    [InlineData("activeOps", "ops/ops-1700000000000.jsonl", "ops\\\\..\\\\x")]
    [InlineData("activeAgentOps", "ops/agent-a-1700000000000.jsonl", "\\u002e\\u002e/x")]
    [InlineData("archiveSegments", "archive/archive-2025-Q4.json", "archive//x")]
    [InlineData("archiveSegments", "archive/archive-2025-Q4.json", "archive/\\u0000x")]
    [InlineData("archiveSegments", "archive/archive-2025-Q4.json", "archive/\\udc00x")]
    [InlineData("undoFloor", "\"version\"", "\"undoFloor\": \"../x\", \"version\"")]
    public void A_path_that_leads_outside_is_refused(string field, string old, string replacement) =>
        AssertFault(ManifestFault.OutsideStore, field, ReplaceFirst(old, replacement));

    [Theory]
    [InlineData("", 1, 0)]
    [InlineData("[]", 1, 0)]
    [InlineData("{\n\"version\": 1,\n}", 3, 16)]
    [InlineData("{} {}", 1, 3)]
    public void What_is_no_object_is_refused_with_its_place(string text, int line, int offset)
    {
        ManifestException refused = AssertFault(ManifestFault.NotJson, null, text);
        Assert.Contains($"(line {line}, byte {offset})", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'m/manifest.json'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused()
    {
        byte[] text = Encoding.UTF8.GetBytes(Npm);
        text[Npm.IndexOf("ops-", StringComparison.Ordinal)] = 0xFF;
        Assert.Equal(ManifestFault.NotJson, Assert.Throws<ManifestException>(() => ManifestCodec.Read(text, "m")).Fault);
    }

    [Fact]
    public void Of_fields_given_twice_the_last_counts()
    {
        Assert.Equal(2, Read(ReplaceFirst("\"version\"", "\"version\": 7, \"version\"")).Version);
        Assert.Single(Read(ReplaceFirst("\"a\"", "\"a\": \"ops/x\", \"\\u0061\"")).ActiveAgentOps);
    }

    private static ManifestException AssertFault(ManifestFault fault, string? field, string text)
    {
        ManifestException refused = Assert.Throws<ManifestException>(() => Read(text));
        Assert.Equal((fault, field), (refused.Fault, refused.Field));
        return refused;
    }

    private static Manifest Read(string text) => ManifestCodec.Read(Encoding.UTF8.GetBytes(text), "m/manifest.json");

    private static string ReplaceFirst(string old, string replacement)
    {
        int at = Npm.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0);
        return string.Concat(Npm.AsSpan(0, at), replacement, Npm.AsSpan(at + old.Length));
    }
}
