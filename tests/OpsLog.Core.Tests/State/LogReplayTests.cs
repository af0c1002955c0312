using System.Text;
using OpsLog.Core.Log;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.State;

public sealed class LogReplayTests
{
    [Fact]
    public void Whole_steps_are_applied_in_order()
    {
        LogText log = new LogText().Add("a").AddBatch("b", "c", "-a").Add("c", value: "{\"n\":2}").Add("-x").AddForeign("d\\u0065");
        Assert.Equal("s={} b={\"n\":1} c={\"n\":2} de={\"n\":2} ", Replay(log.ToArray()));
    }

    [Fact]
    public void An_unfinished_batch_leaves_no_trace_wherever_it_is()
    {
        LogText log = new LogText().Add("a").Add("b")
            .Add("b", 1, 7, "{\"lost\":1}").Add("b", 2, 7, "{\"lost\":2}").Add("-a", 3, 7).Add("a", 4, 7, "{\"lost\":3}").Add("new", 5, 7).Add("-s", 6, 7)
            .AddForeign("c")
            .Add("-b", 1, 3).Add("c", 2, 3, "{\"lost\":1}");
        Assert.Equal("s={} a={\"n\":1} b={\"n\":1} c={\"n\":2} ", Replay(log.ToArray()));
    }

    [Fact]
    public void Torn_at_any_byte_only_whole_steps_count()
    {
        LogText text = new LogText().Add("a").AddBatch("-a", "b", "-s").Add("c").AddBatch("-b", "-c");
        byte[] log = text.ToArray();
        (int Line, string State)[] states = [(0, "s={} "), (1, "s={} a={\"n\":1} "), (4, "b={\"n\":1} "), (5, "b={\"n\":1} c={\"n\":1} "), (7, "")];
        for (int length = 0; length <= log.Length; length++)
        {
            string expected = states.Last(s => s.Line == 0 || text.Ends[s.Line - 1] <= length).State;
            Assert.Equal(expected, Replay(log[..length]));
        }
    }

    [Fact]
    public void Foreign_records_are_kept_on_one_line()
    {
        LogText log = new LogText().AddText("{\"ts\":\"2026\",\"op\":\"set\",\"id\":\"a\",\"prev\":null,\"data\":{ \"n\" : [1, \" \"] }}\n");
        Assert.Equal("s={} a={\"n\":[1,\" \"]} ", Replay(log.ToArray()));
    }

    [Fact]
    public void It_does_what_a_dictionary_of_the_steps_does() => Seed.Run(random =>
    {
        for (int i = 0; i < 100; i++)
        {
            LogText text = new();
            for (int steps = random.Next(60); steps > 0; steps--)
            {
                string[] words = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => (random.Next(3) == 0 ? "-" : "") + $"id{random.Next(8)}")];
                int written = random.Next(4) == 0 ? random.Next(words.Length + 1) : words.Length;
                for (int at = 0; at < written; at++)
                {
                    text.Add(words[at], at + 1, words.Length, $"{{\"v\":{random.Next()}}}");
                }

                if (written < words.Length)
                {
                    text.AddForeign($"id{random.Next(8)}");
                }
            }

            byte[] log = text.ToArray();
            Dictionary<string, bool> model = new() { ["s"] = true };
            foreach (string word in LogText.Steps(log, out _).SelectMany(step => step.Split('+')))
            {
                _ = word[0] == '-' ? model.Remove(word[1..]) : model[word] = true;
            }

            string state = Replay(log);
            Assert.Equal(model.Keys.Order(StringComparer.Ordinal), state.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => r[..r.IndexOf('=', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        }
    });

    [Fact]
    public void Operations_allocate_only_the_bytes_of_their_records()
    {
        LogText text = new();
        for (int i = 0; i < 4000; i++)
        {
            text.Add($"id{i % 10}", i % 2 + 1, 2, $"{{\"n\":{i % 10},\"text\":\"{new string('x', 100)}\"}}");
        }

        byte[] log = text.ToArray();
        RecordTable table = new();
        LogReplay.InOrder(table, new LogScanner(new LineReader(log, log.Length, 0)), clock: 0);
        long arena = table.ArenaBytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        LogReplay.InOrder(table, new LogScanner(new LineReader(log, log.Length, 0)), clock: 0);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before - (table.ArenaBytes - arena), 0, 4000);
    }

    private static string Replay(byte[] log)
    {
        RecordTable table = new();
        table.Set("s"u8, "{}"u8);
        LogReplay.InOrder(table, new LogScanner(new LineReader(new BytesReader(log), 0, log.Length)), clock: 0);
        return TableText.Of(table);
    }
}
