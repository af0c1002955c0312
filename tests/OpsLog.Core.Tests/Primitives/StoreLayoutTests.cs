using System.Globalization;
using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage.Files;

namespace OpsLog.Core.Tests.Primitives;

public sealed class StoreLayoutTests
{
    [Theory]
    [InlineData(1700000000000, 0, "snapshots/snap-1700000000000.jsonl")]
    [InlineData(1700000000000, 3, "snapshots/snap-1700000000000_3.jsonl")]
    public void A_snapshot_name_is_built_and_parsed(long unixMs, int attempt, string name)
    {
        Assert.Equal(name, StoreLayout.Snapshot(unixMs, attempt));
        Assert.True(StoreLayout.TryParseSnapshot(name, out FileNameTime time));
        Assert.Equal(new FileNameTime(unixMs, attempt), time);
    }

    [Theory]
    [InlineData(5, 0, "ops/ops-5.jsonl")]
    [InlineData(5, 12, "ops/ops-5_12.jsonl")]
    public void A_log_name_is_built_and_parsed(long unixMs, int attempt, string name)
    {
        Assert.Equal(name, StoreLayout.WriterLog(unixMs, attempt));
        Assert.True(StoreLayout.TryParseWriterLog(name, out FileNameTime time));
        Assert.Equal(new FileNameTime(unixMs, attempt), time);
    }

    [Theory]
    [InlineData("ops/agent-a-5.jsonl", "a", 5, 0)]
    [InlineData("ops/agent-a-b-7-5.jsonl", "a-b-7", 5, 0)]
    [InlineData("ops/agent-a_1-5_2.jsonl", "a_1", 5, 2)]
    [InlineData("ops/agent-日本-5.jsonl", "日本", 5, 0)]
    public void An_agents_log_is_parsed_from_its_end(string name, string agent, long unixMs, int attempt)
    {
        Assert.True(StoreLayout.TryParseAgentLog(name, out string parsed, out FileNameTime time));
        Assert.Equal(agent, parsed);
        Assert.Equal(new FileNameTime(unixMs, attempt), time);
    }

    [Theory]
    [InlineData("ops/agent-5.jsonl")]
    [InlineData("ops/agent--5.jsonl")]
    [InlineData("ops/agent-a-x.jsonl")]
    [InlineData("ops/agent-a-5.json")]
    [InlineData("ops/agent-../x-5.jsonl")]
    [InlineData("ops/ops-5.jsonl")]
    public void What_is_no_agents_log_is_not_taken_for_one(string name) =>
        Assert.False(StoreLayout.TryParseAgentLog(name, out _, out _));

    [Theory]
    [InlineData("snapshots/snap-.jsonl")]
    [InlineData("snapshots/snap-5")]
    [InlineData("snapshots/snap-jsonl")]
    [InlineData("snapshots/snap--5.jsonl")]
    [InlineData("snapshots/snap- 5.jsonl")]
    [InlineData("snapshots/snap-5_.jsonl")]
    [InlineData("snapshots/snap-5_x.jsonl")]
    [InlineData("snapshots/snap-99999999999999999999.jsonl")]
    [InlineData("snapshots/snap-253402300800000.jsonl")]
    [InlineData("snapshots/snap-5_1000000001.jsonl")]
    [InlineData("ops/snap-5.jsonl")]
    public void What_is_no_snapshot_is_not_taken_for_one(string name) =>
        Assert.False(StoreLayout.TryParseSnapshot(name, out _));

    [Fact]
    public void A_torn_tail_is_not_taken_for_a_log()
    {
        string name = StoreLayout.TornTail(StoreLayout.WriterLog(5, 0), 6, 0);
        Assert.Equal("ops/ops-5.jsonl.torn-6", name);
        Assert.False(StoreLayout.IsLog(name));
        Assert.True(StoreLayout.IsTornTail(name));
        Assert.True(StoreLayout.IsTornTail(StoreLayout.TornTail(StoreLayout.AgentLog("a.torn-1", 5, 1), 6, 2)));
        Assert.All(["ops/ops-5.jsonl", "ops/ops-5.jsonl.torn-", "ops/ops-5.jsonl.torn-x", "ops/x.torn-6", ".torn-6"], other => Assert.False(StoreLayout.IsTornTail(other)));
    }

    [Theory]
    [InlineData("snapshots/snap-5.jsonl")]
    [InlineData("ops/ops-5_2.jsonl")]
    [InlineData("ops/agent-a-5.jsonl")]
    [InlineData("ops/agent-a.idx-5.jsonl")]
    public void An_index_file_is_named_by_its_owner_and_taken_for_nothing_else(string owner)
    {
        string name = StoreLayout.Index(owner);
        Assert.Equal(owner + ".idx", name);
        Assert.Equal(owner, StoreLayout.ParseIndex(name));
        Assert.Null(StoreLayout.ParseIndex(owner));
        Assert.Null(StoreLayout.ParseIndex(StoreLayout.Index(name)));
        Assert.True(StoreLayout.HasIndex(owner));
        Assert.False(StoreLayout.HasIndex(name));
        Assert.False(StoreLayout.IsLog(name) || StoreLayout.TryParseSnapshot(name, out _) || StoreLayout.IsTornTail(name) || StoreLayout.IsSkippedRecords(name));
        Assert.Equal(owner, StoreLayout.ParseIndex(name));
        Assert.True(FileLayout.TryParseTemporary(FileLayout.NewTemporary(name), out _));
    }

    [Theory]
    [InlineData(".idx")]
    [InlineData("ops/.idx")]
    [InlineData("ops/notes.idx")]
    [InlineData("ops-5.jsonl.idx")]
    [InlineData("ops/ops-5.jsonl.torn-6.idx")]
    [InlineData("snapshots/snap-5.jsonl.skipped-6.idx")]
    [InlineData("snapshots/snap-5.idx")]
    [InlineData("archive/archive-x.json.idx")]
    [InlineData("archive/archive-x.idx")]
    [InlineData("manifest.json.idx")]
    public void What_is_no_index_file_is_not_taken_for_one_nor_for_anything_else(string name)
    {
        Assert.Null(StoreLayout.ParseIndex(name));
        Assert.Null(StoreLayout.ParseSegment(name));
        Assert.False(StoreLayout.IsLog(name) || StoreLayout.TryParseSnapshot(name, out _) || StoreLayout.IsTornTail(name) || StoreLayout.IsSkippedRecords(name));
    }

    [Fact]
    public void Times_are_ordered_and_then_attempts()
    {
        FileNameTime[] ordered = [new(9, 0), new(10, 0), new(10, 2), new(10, 10), new(11, 0)];
        Assert.Equal(ordered, ordered.AsEnumerable().Reverse().Order());
    }

    [Fact]
    public void A_segment_name_is_built_and_parsed()
    {
        Assert.Equal("archive/archive-2026-Q4.json", StoreLayout.Segment("2026-Q4"));
        Assert.Equal("2026-Q4", StoreLayout.ParseSegment("archive/archive-2026-Q4.json"));
        Assert.Null(StoreLayout.ParseSegment("archive/archive-.json"));
        Assert.Null(StoreLayout.ParseSegment("archive/archive-a/b.json"));
        Assert.Null(StoreLayout.ParseSegment("archive/other-2026-Q4.json"));
    }

    [Theory]
    [InlineData(1, "2026-Q1")]
    [InlineData(3, "2026-Q1")]
    [InlineData(4, "2026-Q2")]
    [InlineData(9, "2026-Q3")]
    [InlineData(12, "2026-Q4")]
    public void The_default_segment_is_the_quarter(int month, string expected) =>
        Assert.Equal(expected, StoreLayout.DefaultSegment(new DateTime(2026, month, 1, 0, 0, 0, DateTimeKind.Utc)));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("c:")]
    [InlineData("a\nb")]
    [InlineData("a*")]
    public void A_name_that_may_not_become_a_file_name_is_refused(string name)
    {
        var error = Assert.Throws<InvalidNameException>(() => StoreLayout.CheckName("an agent id", name));
        Assert.Equal(name, error.Name);
        Assert.Equal("an agent id", error.Kind);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_part_of_a_name_or_path()
    {
        foreach (string name in new[] { "\ud800", "a\udc00", "\udc00\ud800", "\ud83d\ude00\ud83d" })
        {
            Assert.Contains("\\uD", Assert.Throws<InvalidNameException>(() => StoreLayout.CheckName("an agent id", name)).Message, StringComparison.OrdinalIgnoreCase);
            Assert.False(StoreLayout.IsInside($"ops/{name}"));
        }

        StoreLayout.CheckName("an agent id", "\ud83d\ude00");
        Assert.True(StoreLayout.IsInside("ops/\ud83d\ude00"));
    }

    [Theory]
    [InlineData("a\u001b[2Jb", "'a\\u001B[2Jb'")]
    [InlineData("a\r\nb", "'a\\u000D\\u000Ab'")]
    [InlineData("\u2028/", "'\\u2028/'")]
    [InlineData("\ud83d\ude00/größe", "'\ud83d\ude00/größe'")]
    public void A_message_escapes_what_a_terminal_does_not_show(string name, string shown)
    {
        Assert.StartsWith(shown + " can't be used", Assert.Throws<InvalidNameException>(() => StoreLayout.CheckName("an agent id", name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_contains_the_beginning_of_a_long_name()
    {
        string name = new('a', 39);
        Assert.StartsWith($"'{name}\\uD83D...' can't", Assert.Throws<InvalidNameException>(() => StoreLayout.CheckName("an agent id", $"{name}\ud83d\ude00/")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_may_have_128_characters_and_no_more()
    {
        StoreLayout.CheckName("an agent id", new string('x', 128));
        Assert.Throws<InvalidNameException>(() => StoreLayout.CheckName("an agent id", new string('x', 129)));
    }

    [Fact]
    public void A_new_name_is_limited_in_bytes_as_file_names_are()
    {
        string longest = new('\u044f', PortableName.MaximumBytes / 2);
        StoreLayout.CheckNewName("an agent id", longest, []);
        var error = Assert.Throws<InvalidNameException>(() => StoreLayout.CheckNewName("an agent id", longest + "a", []));
        Assert.Contains("161 bytes", error.Message, StringComparison.Ordinal);
        StoreLayout.CheckNewName("an agent id", longest + "a", [longest + "a"]);
    }

    [Theory]
    [InlineData("Web Team", "a space")]
    [InlineData(" a", "a space")]
    [InlineData("a&b", "'&' (U+0026)")]
    [InlineData("y[1]", "'[' (U+005B)")]
    [InlineData("\ud83d\ude00", "(U+1F600)")]
    [InlineData("a\u200bb", "it contains U+200B.")]
    [InlineData("a\u202eb", "'a\\u202Eb' can't be used as an agent id: it contains U+202E.")]
    [InlineData("a\ue000", "it contains U+E000.")]
    [InlineData("a.", "ends with '.'")]
    [InlineData("CON", "'CON' is the name of a device")]
    [InlineData("nul.2026", "'nul' is the name of a device")]
    [InlineData("Com1", "'Com1' is the name of a device")]
    [InlineData("LPT\u00b3", "(U+00B3)")]
    public void A_new_name_is_a_file_name_on_every_system_and_an_existing_one_stays(string name, string said)
    {
        var error = Assert.Throws<InvalidNameException>(() => StoreLayout.CheckNewName("an agent id", name, ["x"]));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message.EnumerateRunes(), rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse);
        Assert.EndsWith("Use letters, digits, '-', '_' and '.', up to 128 characters.", error.Message, StringComparison.Ordinal);
        StoreLayout.CheckNewName("an agent id", name, ["x", name]);
        StoreLayout.CheckKnownName("an agent id", name, []);
        Assert.True(StoreLayout.IsName(name));
    }

    [Theory]
    [InlineData("2026-Q4")]
    [InlineData("a_b.c-d")]
    [InlineData(".hidden")]
    [InlineData("-x")]
    [InlineData("caf\u00e9")]
    [InlineData("cafe\u0301")]
    [InlineData("\u65e5\u672c")]
    [InlineData("\u0939\u093f\u0928\u094d\u0926\u0940")]
    [InlineData("\ud801\udc00")]
    [InlineData("\u0664\u0662")]
    [InlineData("CONSOLE")]
    [InlineData("COM10")]
    [InlineData("x.CON")]
    public void A_new_name_has_letters_and_digits_of_every_language(string name) =>
        StoreLayout.CheckNewName("an agent id", name, ["x"]);

    [Fact]
    public void The_longest_file_name_fits_into_255_bytes()
    {
        const int LargestProcessId = int.MaxValue;
        string longest = new('\u044f', PortableName.MaximumBytes / 2);
        string torn = StoreLayout.TornTail(StoreLayout.AgentLog(longest, 1_800_000_000_000, 9999), 1_800_000_000_000, 9999);
        string own = FileLayout.NewTemporary(torn);
        string temporary = own.Replace($".{Environment.ProcessId}-", $".{LargestProcessId}-", StringComparison.Ordinal);
        Assert.True(FileLayout.TryParseTemporary(temporary, out _));
        foreach (string name in new[] { temporary, FileLayout.NewTemporary(StoreLayout.Segment(longest)), FileLayout.NewTemporary(FileLayout.Holder(StoreLayout.AgentLock(longest))) })
        {
            Assert.InRange(Encoding.UTF8.GetByteCount(name[(name.IndexOf('/') + 1)..]), 1, 255);
        }
    }

    [Theory]
    [InlineData("Bob", "bob")]
    [InlineData("2026-Q1", "2026-q1")]
    [InlineData("CAF\u00c9", "caf\u00e9")]
    [InlineData("\u03a3", "\u03c2")]
    public void A_new_name_that_is_one_file_with_an_existing_one_elsewhere_is_refused(string existing, string name)
    {
        foreach ((string one, string other) in new[] { (existing, name), (name, existing) })
        {
            var error = Assert.Throws<InvalidNameException>(() => StoreLayout.CheckNewName("an archive segment", one, ["x", other]));
            Assert.Contains($"'{other}' exists", error.Message, StringComparison.Ordinal);
            StoreLayout.CheckNewName("an archive segment", one, [one, other]);
        }

        StoreLayout.CheckNewName("an archive segment", name + "2", [existing]);
    }

    [Theory]
    [InlineData("manifest.json", true)]
    [InlineData("ops/ops-1.jsonl", true)]
    [InlineData("ops/..jsonl", true)]
    [InlineData("", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("../x", false)]
    [InlineData("ops/../../x", false)]
    [InlineData("ops/./x", false)]
    [InlineData("ops//x", false)]
    [InlineData("ops/", false)]
    [InlineData("..\\x", false)]
    [InlineData("C:x", false)]
    [InlineData("a\0b", false)]
    public void A_path_in_a_manifest_must_stay_inside(string path, bool expected) =>
        Assert.Equal(expected, StoreLayout.IsInside(path));
}
