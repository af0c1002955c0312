using System.Text;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Log;

/// <summary>What is complete and what is torn; damage has separate tests.</summary>
public sealed class LogScannerTests
{
    [Fact]
    public void Steps_come_in_order()
    {
        byte[] log = new LogText().Add("a").AddBatch("b", "-a", "c").AddForeign("d").AddBatch("e").Add("-b").ToArray();
        Assert.Equal(["a", "b+-a+c", "d", "e", "-b"], LogText.Steps(log, out LogScanner scanner));
        Assert.Equal(7, scanner.Operations);
        Assert.Equal(log.Length, scanner.WholeLength);
        Assert.Empty(scanner.Damage);
        Assert.False(scanner.DropsOpenStep);
    }

    [Fact]
    public void An_empty_log_is_whole()
    {
        Assert.Empty(LogText.Steps([], out LogScanner scanner));
        Assert.Equal((0, 0), (scanner.WholeLength, scanner.Operations));
        Assert.False(scanner.DropsOpenStep);
    }

    [Fact]
    public void Torn_at_any_byte_it_is_whole_up_to_its_last_whole_step()
    {
        LogText text = new LogText().Add("é").AddBatch("b", "日", "c").AddForeign("d").AddBatch("e", "f").Add("g");
        byte[] log = text.ToArray();
        string[] words = ["é", "b+日+c", "d", "e+f", "g"];
        int[] lines = [1, 4, 5, 7, 8];
        for (int length = 0; length <= log.Length; length++)
        {
            int steps = lines.Count(line => text.Ends[line - 1] <= length);
            Assert.Equal(words[..steps], LogText.Steps(log[..length], out LogScanner scanner));
            Assert.Equal(steps == 0 ? 0 : text.Ends[lines[steps - 1] - 1], scanner.WholeLength);
            Assert.Equal(steps == 0 ? 0 : lines[steps - 1], scanner.Operations);
            Assert.Empty(scanner.Damage);
        }
    }

    [Fact]
    public void An_operation_contains_its_offset_and_whether_it_begins_a_step()
    {
        LogText text = new LogText().Add("a").AddText("\n").AddBatch("b", "c").Add("d");
        byte[] log = text.ToArray();
        LogScanner scanner = new(new LineReader(new BytesReader(log), 0, log.Length));
        List<(string, long, bool)> found = [];
        while (scanner.TryRead(out OperationView operation))
        {
            found.Add((LogText.Word(operation), scanner.Offset, scanner.StartsStep));
        }

        Assert.Equal([("a", 0, true), ("b", text.Ends[1], true), ("c", text.Ends[2], false), ("d", text.Ends[3], true)], found);
        Assert.False(scanner.TryRead(out _));
    }

    [Fact]
    public void It_can_begin_and_end_within_a_log()
    {
        LogText text = new LogText().Add("a").Add("b").Add("c");
        byte[] log = text.ToArray();
        LogScanner scanner = new(new LineReader(new BytesReader(log), text.Ends[0], text.Ends[1]));
        Assert.True(scanner.TryRead(out OperationView operation));
        Assert.Equal("b", LogText.Word(operation));
        Assert.Equal(text.Ends[0], scanner.Offset);
        Assert.False(scanner.TryRead(out _));
        Assert.Equal(text.Ends[1], scanner.WholeLength);
    }

    [Fact]
    public void Blank_lines_are_whole_and_nothing_else()
    {
        byte[] log = new LogText().AddText("\n\n").AddBatch("a", "b").AddText("\n").ToArray();
        Assert.Equal(["a+b"], LogText.Steps(log, out LogScanner scanner));
        Assert.Equal(log.Length, scanner.WholeLength);
        Assert.Empty(scanner.Damage);
    }

    [Fact]
    public void A_line_can_be_longer_than_the_buffer()
    {
        string huge = "{\"s\":\"" + new string('é', 5_000_000) + "\"}";
        LogText text = new LogText().Add("a").Add("huge", value: huge).AddBatch("b", "c");
        byte[] log = text.ToArray();
        Assert.Equal(["a", "huge", "b+c"], LogText.Steps(log, out LogScanner scanner));
        Assert.Equal(log.Length, scanner.WholeLength);

        Assert.Equal(["a"], LogText.Steps(log[..(text.Ends[1] - 1)], out scanner));
        Assert.Equal(text.Ends[0], scanner.WholeLength);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1_000)]
    [InlineData(60_001)]
    public void Lines_across_the_buffers_edge_lose_nothing(int mostBytes)
    {
        const int Count = 15_000;
        LogText text = new();
        for (int i = 0; i < Count; i++)
        {
            text.Add($"id{i}", value: $"{{\"n\":\"{new string('x', i % 557)}\"}}");
        }

        byte[] log = text.ToArray();
        Assert.True(log.Length > 5_000_000);
        List<string> steps = LogText.Steps(log, out LogScanner scanner, mostBytes);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"id{i}"), steps);
        Assert.Equal((log.Length, Count), (scanner.WholeLength, scanner.Operations));
    }

    [Fact]
    public void A_log_that_shrinks_while_it_is_read_is_torn_there()
    {
        LogText text = new LogText().Add("a").Add("b");
        byte[] log = text.ToArray();
        LogScanner scanner = new(new LineReader(new BytesReader(log[..(text.Ends[0] + 5)]), 0, log.Length));
        Assert.True(scanner.TryRead(out _));
        Assert.False(scanner.TryRead(out _));
        Assert.Equal(text.Ends[0], scanner.WholeLength);
    }

    [Fact]
    public void Spoilt_logs_are_read_to_their_end() => Seed.Run(random =>
    {
        RandomJson json = new(random);
        byte[] log = new LogText().Add("a").AddBatch("b", "c", "d").AddForeign("e", ",\"batch\":[1,2]").AddForeign("f").AddBatch("g", "h").ToArray();
        for (int i = 0; i < 10_000; i++)
        {
            byte[] spoilt = json.Spoil(log);
            List<string> steps = LogText.Steps(spoilt, out LogScanner scanner);
            Assert.InRange(scanner.WholeLength, 0, spoilt.Length);
            Assert.Equal(steps.Sum(s => s.Count(c => c == '+') + 1), scanner.Operations);
            Assert.All(scanner.Damage, d => Assert.True(d.Line > 0 && d.Offset < spoilt.Length && d.Reason.Length > 0));
            string whole = string.Join('|', LogText.Steps(spoilt[..(int)scanner.WholeLength], out LogScanner again));
            Assert.Equal(string.Join('|', steps), whole);
            Assert.Equal(scanner.WholeLength, again.WholeLength);
            Assert.True(steps.Count > 0, Encoding.Latin1.GetString(spoilt));
        }
    });
}
