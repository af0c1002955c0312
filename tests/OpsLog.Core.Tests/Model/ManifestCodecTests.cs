using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Model;

public sealed class ManifestCodecTests
{
    private static readonly Manifest s_full = new()
    {
        Version = 3,
        CurrentSnapshot = "snapshots/snap-1700000000000_2.jsonl",
        ActiveOps = "ops/ops-1700000000000.jsonl",
        ActiveAgentOps = new Dictionary<string, string> { ["zoë 1"] = "ops/agent-zoë-1.jsonl", ["b"] = "ops/agent-b-2.jsonl" },
        ArchiveSegments = ["archive/archive-2025-Q4.json", "archive/archive-old.json"],
        Stats = new ManifestStats(5_000_000_000, 2, 3, "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"),
        Seal = new SnapshotSeal(5_000_000_000, 0x00AB_CDEF),
        UndoFloor = "ops/ops-1600000000000.jsonl",
        LogLengths = new Dictionary<string, long> { ["ops/ops-1700000000000.jsonl"] = 5_000_000_001, ["ops/agent-zoë-1.jsonl"] = 0 },
        SegmentSizes = new Dictionary<string, SegmentSize> { ["archive/archive-old.json"] = new(5_000_000_002, 5_000_000_003) },
        Indexes = ["status", "owner.näme"],
        Revision = 1_700_000_000_000,
    };

    private static readonly Manifest s_bare = s_full with
    {
        ActiveAgentOps = new Dictionary<string, string>(), ArchiveSegments = [], Seal = null, UndoFloor = null, LogLengths = Manifest.NoLengths, SegmentSizes = Manifest.NoSizes, Indexes = [], Revision = 0,
    };

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        AssertSame(s_full, ManifestCodec.Read(ManifestCodec.Write(s_full), "m"));
        AssertSame(s_bare, ManifestCodec.Read(ManifestCodec.Write(s_bare), "m"));
    }

    [Fact]
    public void The_npm_package_finds_its_keys()
    {
        JsonNode root = JsonNode.Parse(ManifestCodec.Write(s_full))!;
        Assert.Equal(3, (int)root["version"]!);
        Assert.Equal(s_full.CurrentSnapshot, (string)root["currentSnapshot"]!);
        Assert.Equal("ops/agent-b-2.jsonl", (string)root["activeAgentOps"]!["b"]!);
        Assert.Equal("archive/archive-old.json", (string)root["archiveSegments"]![1]!);
        Assert.Equal(5_000_000_000, (long)root["stats"]!["activeRecords"]!);
        Assert.Equal($$"""{"":"{{s_bare.ActiveOps}}"}""", JsonNode.Parse(ManifestCodec.Write(s_bare))!["activeAgentOps"]!.ToJsonString());
    }

    [Fact]
    public void With_one_wrong_bit_it_is_refused()
    {
        foreach (byte[] damaged in BitFlips.Of(ManifestCodec.Write(s_full)))
        {
            Assert.Equal(ManifestFault.WrongChecksum, Assert.Throws<ManifestException>(() => ManifestCodec.Read(damaged, "m")).Fault);
        }
    }

    [Fact]
    public void Cut_short_it_is_refused()
    {
        byte[] text = ManifestCodec.Write(s_full);
        for (int length = 0; length < text.Length - 1; length++)
        {
            Assert.Throws<ManifestException>(() => ManifestCodec.Read(text.AsSpan(0, length), "m"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rewritten_indented_by_the_npm_package_it_is_a_good_one_without_a_seal(bool sameSnapshot)
    {
        JsonNode root = JsonNode.Parse(ManifestCodec.Write(s_full))!;
        if (!sameSnapshot)
        {
            root["currentSnapshot"] = "snapshots/snap-1800000000000.jsonl";
        }

        byte[] text = Encoding.UTF8.GetBytes(root.ToJsonString(new JsonSerializerOptions { WriteIndented = true }).ReplaceLineEndings("\n"));
        Assert.Equal(Checksum.Absent, SealedDocument.Verify(text));
        Manifest read = ManifestCodec.Read(text, "m");
        Assert.Equal(sameSnapshot ? s_full.Seal : null, read.Seal);
        AssertSame(s_full with { CurrentSnapshot = read.CurrentSnapshot, Seal = read.Seal, IsSealed = false, HasOthers = true, HasOthersAgents = true, LogLengths = Manifest.NoLengths, SegmentSizes = Manifest.NoSizes }, read);
        AssertSame(s_full with { CurrentSnapshot = read.CurrentSnapshot, Seal = read.Seal, HasOthers = true, HasOthersAgents = true, LogLengths = Manifest.NoLengths, SegmentSizes = Manifest.NoSizes }, ManifestCodec.Read(ManifestCodec.Write(read), "m"));
    }

    [Fact]
    public void Spoilt_text_is_refused_with_our_exception() => Seed.Run(random =>
    {
        RandomJson json = new(random);
        string ours = Encoding.UTF8.GetString(ManifestCodec.Write(s_full));
        byte[] foreign = Encoding.UTF8.GetBytes(ours[..^(Seal.Length + 1)].Replace("\"format\":1,", "", StringComparison.Ordinal) + "}");
        ManifestCodec.Read(foreign, "m");
        int refused = 0;
        for (int i = 0; i < 8_000; i++)
        {
            try
            {
                ManifestCodec.Read(json.Spoil(foreign), "m");
            }
            catch (ManifestException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 2_000, 7_950);
    });

    [Fact]
    public void Lengths_of_logs_that_another_program_carried_along_count_for_nothing()
    {
        string indented = JsonNode.Parse(ManifestCodec.Write(s_full))!.ToJsonString(new() { WriteIndented = true });
        Assert.Contains("logLengths", indented, StringComparison.Ordinal);
        Assert.Empty(ManifestCodec.Read(Encoding.UTF8.GetBytes(indented), "m").LogLengths);
    }

    [Fact]
    public void The_next_put_has_the_lengths_of_the_logs_it_names_alone()
    {
        Manifest next = (s_full with { ActiveOps = "ops/ops-1800000000000.jsonl" }).AtNextRevision(0);
        Assert.Equal(["ops/agent-zoë-1.jsonl"], next.LogLengths.Keys);
        Assert.True((next with { LogLengths = new Dictionary<string, long> { ["ops/agent-zoë-1.jsonl"] = 7 } }).Holds(next));
        Assert.False(next.Holds(next with { LogLengths = new Dictionary<string, long> { ["ops/agent-zoë-1.jsonl"] = 7 } }));
    }

    [Fact]
    public void Archived_records_are_counted_by_the_sizes_of_all_segments_or_by_the_change()
    {
        Manifest known = s_bare.WithSegment("archive/archive-a.json", new(3, 100), change: 9);
        Assert.Equal(3, known.Stats.ArchivedRecords);
        known = known.WithSegment("archive/archive-b.json", new(2, 80), 9).WithSegment("archive/archive-a.json", new(4, 110), 9);
        Assert.Equal(6, known.Stats.ArchivedRecords);
        Assert.Equal(["archive/archive-a.json", "archive/archive-b.json"], known.ArchiveSegments);
        known = known.WithSegment("archive/archive-b.json", null, 9);
        Assert.Equal((4, 1, 1), (known.Stats.ArchivedRecords, known.ArchiveSegments.Count, known.SegmentSizes.Count));

        Manifest half = known with { ArchiveSegments = [.. known.ArchiveSegments, "archive/archive-foreign.json"], Stats = known.Stats with { ArchivedRecords = 10 } };
        Assert.Equal(11, half.WithSegment("archive/archive-a.json", new(5, 120), 9).Stats.ArchivedRecords);
        Assert.Equal(6, half.WithSegment("archive/archive-a.json", null, 9).Stats.ArchivedRecords);
        Assert.Equal(12, half.WithSegment("archive/archive-new.json", new(2, 120), 9).Stats.ArchivedRecords);
        Assert.Equal(4, half.WithSegment("archive/archive-foreign.json", null, -5).Stats.ArchivedRecords);
        Manifest full = half with { Stats = known.Stats with { ArchivedRecords = long.MaxValue - 1 } };
        Assert.Equal(long.MaxValue, full.WithSegment("archive/archive-new.json", new(2, 120), 9).Stats.ArchivedRecords);
        Assert.Equal(0, half.WithSegment("archive/archive-foreign.json", null, 0).WithSegment("archive/archive-a.json", null, 0).Stats.ArchivedRecords);
    }

    [Fact]
    public void Sizes_of_segments_count_for_nothing_in_a_manifest_of_another_program_and_a_put_has_to_hold_its_own()
    {
        string indented = JsonNode.Parse(ManifestCodec.Write(s_full))!.ToJsonString(new() { WriteIndented = true });
        Assert.Contains("segmentSizes", indented, StringComparison.Ordinal);
        Assert.Empty(ManifestCodec.Read(Encoding.UTF8.GetBytes(indented), "m").SegmentSizes);
        Manifest again = ManifestCodec.Read(ManifestCodec.Write(s_full), "m");
        Assert.True(again.Holds(s_full));
        Assert.False(again.Holds(s_full with { SegmentSizes = new Dictionary<string, SegmentSize> { ["archive/archive-old.json"] = new(1, 5_000_000_003) } }));
        Assert.False(again.Holds(s_full with { SegmentSizes = Manifest.NoSizes }));
        Assert.False(again.Holds(s_full with { Indexes = ["status"] }));
    }

    private static void AssertSame(Manifest expected, Manifest actual)
    {
        Assert.Equal(expected.ActiveAgentOps, actual.ActiveAgentOps);
        Assert.Equal(expected.ArchiveSegments, actual.ArchiveSegments);
        Assert.Equal(expected.LogLengths, actual.LogLengths);
        Assert.Equal(expected.SegmentSizes, actual.SegmentSizes);
        Assert.Equal(expected.Indexes, actual.Indexes);
        Assert.Equal(expected with { ActiveAgentOps = actual.ActiveAgentOps, ArchiveSegments = actual.ArchiveSegments, LogLengths = actual.LogLengths, SegmentSizes = actual.SegmentSizes, Indexes = actual.Indexes }, actual);
    }
}
