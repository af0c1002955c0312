using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Log;

/// <summary>Lines that can't be read, and batches that were left unfinished.</summary>
public sealed class LogScannerDamageTests
{
    [Fact]
    public void Damage_in_the_middle_is_skipped_and_reported()
    {
        LogText text = new LogText().Add("a").AddText("{\"ts\":1,\"op\":\"set\",\"id\":\"a\",\"prev\":null}\n").AddText("nonsense\n").Add("b");
        byte[] log = text.ToArray();
        Assert.Equal(["a", "b"], LogText.Steps(log, out LogScanner scanner));
        Assert.Equal(
            [
                new LogDamage(2, text.Ends[0], "ts must be a non-empty string, at byte 6 of the line"),
                new LogDamage(3, text.Ends[1], "it is not valid JSON"),
            ],
            scanner.Damage);
        Assert.Equal((log.Length, 2), (scanner.WholeLength, scanner.Operations));
    }

    [Fact]
    public void A_last_line_with_its_newline_is_damaged_and_not_torn()
    {
        byte[] log = new LogText().Add("a").AddText("{\"ts\n").ToArray();
        LogText.Steps(log, out LogScanner scanner);
        Assert.Equal(log.Length, scanner.WholeLength);
        Assert.Single(scanner.Damage);
    }

    [Theory]
    [InlineData("a b", 2, "a", 1)]
    [InlineData("a b", 1, "b", 2)]
    [InlineData("a x+y+z b", 2, "a b", 5)]
    [InlineData("a x+y+z b", 3, "a b", 5)]
    [InlineData("a x+y+z b", 4, "a b", 5)]
    [InlineData("a x+y+z u+v+w", 3, "a u+v+w", 7)]
    [InlineData("a x+y+z", 2, "a", 1)]
    [InlineData("a x+y+z", 3, "a", 1)]
    [InlineData("a x+y+z", 4, "a", 1)]
    public void A_hole_is_torn_at_the_end_and_takes_its_whole_batch_with_it(string steps, int line, string left, int wholeLines)
    {
        LogText text = new();
        foreach (string[] step in steps.Split(' ').Select(step => step.Split('+')))
        {
            text = step.Length > 1 ? text.AddBatch(step) : text.Add(step[0]);
        }

        long start = line == 1 ? 0 : text.Ends[line - 2];
        long length = text.Ends[line - 1] - start;
        foreach ((long from, long count) in ((long, long)[])[(0, 2), (0, length - 1), (length / 2, 9), (length - 3, 2)])
        {
            byte[] log = text.ToArray();
            log.AsSpan((int)(start + from), (int)count).Clear();
            Assert.Equal(left.Split(' '), LogText.Steps(log, out LogScanner scanner));
            Assert.Equal(text.Ends[wholeLines - 1], scanner.WholeLength);
            Assert.Contains(scanner.Damage, damage => damage.IsHole && damage.Offset == start);
        }
    }

    [Theory]
    [InlineData(1, "y+z")]
    [InlineData(2, "x+z")]
    [InlineData(3, "x+y")]
    public void A_damaged_line_of_a_batch_takes_nothing_with_it(int line, string rest)
    {
        LogText text = new LogText().Add("a").AddBatch("x", "y", "z").Add("b");
        foreach (byte[] log in BrokenWithin(text, line))
        {
            Assert.Equal(["a", rest, "b"], LogText.Steps(log, out LogScanner scanner));
            Assert.Equal((log.Length, 4), (scanner.WholeLength, scanner.Operations));
            Assert.Equal([new LogDamage(line + 1, text.Ends[line - 1], scanner.Damage[0].Reason)], scanner.Damage);
        }
    }

    [Fact]
    public void With_one_wrong_bit_no_other_operation_is_lost_and_none_is_changed()
    {
        LogText text = new LogText().Add("aa").AddBatch("xx", "yy", "zz").AddBatch("uu", "vv", "ww").Add("bb").Add("cc");
        byte[] log = text.ToArray();
        string[] all = ["aa", "xx", "yy", "zz", "uu", "vv", "ww", "bb", "cc"];
        int bit = 0;
        foreach (byte[] damaged in BitFlips.Of(log))
        {
            int at = bit++ / 8;
            int line = text.Ends.TakeWhile(end => end <= at).Count();
            bool isNewline = at == text.Ends[line] - 1;
            bool isLastNewline = at == log.Length - 1;
            string[] expected = [.. all.Where((_, i) => i != line && !(isNewline && i == line + 1))];
            List<string> steps = LogText.Steps(damaged, out LogScanner scanner);
            Assert.True(expected.SequenceEqual(steps.SelectMany(step => step.Split('+'))), $"bit {bit - 1} of line {line}: {string.Join(' ', steps)}");
            Assert.Equal(isLastNewline, scanner.WholeLength == text.Ends[^2]);
            Assert.True(isLastNewline || scanner.Damage.Count > 0);
        }
    }

    [Fact]
    public void A_batch_without_its_first_lines_is_applied_and_reported()
    {
        LogText text = new LogText().Add("a").Add("y", 2, 3).Add("z", 3, 3).Add("b");
        Assert.Equal(["a", "y+z", "b"], LogText.Steps(text.ToArray(), out LogScanner scanner));
        Assert.Equal([new LogDamage(2, text.Ends[0], "a batch of 3 operations begins with number 2, so the operations before it are lost")], scanner.Damage);
    }

    [Fact]
    public void An_unfinished_batch_in_the_middle_is_dropped_whole()
    {
        LogText text = new LogText().Add("a").Add("x", 1, 3).Add("y", 2, 3).AddForeign("b").AddBatch("c", "d");
        Assert.Equal(["a", "b", "c+d"], LogText.Steps(text.ToArray(), out LogScanner scanner));
        Assert.Equal((text.Ends[^1], 4), (scanner.WholeLength, scanner.Operations));
        Assert.Equal([new LogDamage(2, text.Ends[0], "a batch of 3 operations ends after 2 operations, so the whole batch is skipped")], scanner.Damage);
    }

    [Fact]
    public void Another_batch_of_the_same_length_does_not_go_on_with_it()
    {
        LogText text = new LogText().Add("x", 1, 2).AddBatch("a", "b");
        Assert.Equal(["a+b"], LogText.Steps(text.ToArray(), out LogScanner scanner));
        Assert.Equal(2, scanner.Operations);
        Assert.Single(scanner.Damage);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    public void A_torn_line_that_another_program_wrote_on_behind_does_not_finish_its_batch(int count, int whole)
    {
        string[] words = ["x", "y", "z"];
        LogText batch = new LogText().AddBatch(words[..count]);
        int lineStart = batch.Ends[whole - 1];
        for (int torn = lineStart + 1; torn < batch.Ends[whole] - 1; torn++)
        {
            byte[] log = [.. batch.ToArray()[..torn], .. new LogText().AddForeign("lost").AddForeign("b").ToArray()];
            Assert.Equal(["b"], LogText.Steps(log, out LogScanner scanner));
            Assert.Equal((log.Length, 1), (scanner.WholeLength, scanner.Operations));
            Assert.Equal([lineStart, 0], scanner.Damage.Select(d => d.Offset));
        }
    }

    [Fact]
    public void A_torn_batch_behind_damage_is_torn()
    {
        LogText text = new LogText().Add("a").Add("x", 1, 3).AddText("nonsense\n").Add("y", 2, 3);
        Assert.Equal(["a"], LogText.Steps(text.ToArray(), out LogScanner scanner));
        Assert.Equal(text.Ends[0], scanner.WholeLength);
        Assert.True(scanner.DropsOpenStep);
    }

    [Fact]
    public void Marks_that_make_no_sense_harm_nothing()
    {
        LogText text = new LogText().Add("a", 2, 3).Add("b", 2, 3).Add("c", 3, 3).Add("d", 1, int.MaxValue).Add("e", 3, 3).Add("f", 1, 1);
        Assert.Equal(["b+c", "e", "f"], LogText.Steps(text.ToArray(), out LogScanner scanner));
        Assert.Equal(4, scanner.Operations);
    }

    [Fact]
    public void Of_very_many_damaged_places_the_first_are_kept_and_all_are_counted()
    {
        byte[] log = new LogText().Add("a").AddText(string.Concat(Enumerable.Repeat("x\n", 100_000))).Add("b").ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(["a", "b"], LogText.Steps(log, out LogScanner scanner));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * 1024 * 1024);
        Assert.Equal((LogScanner.MostKept, 100_000L), (scanner.Damage.Count, scanner.DamagedPlaces));

        List<LogDamage> reported = [];
        LogScanner teller = new(new LineReader(new BytesReader(log), 0, log.Length), reported.Add);
        while (teller.TryRead(out _))
        {
        }

        Assert.Equal(100_000, reported.Count);
    }

    private static IEnumerable<byte[]> BrokenWithin(LogText text, int line)
    {
        for (int at = text.Ends[line - 1]; at < text.Ends[line] - 1 - Seal.Length; at++)
        {
            byte[] log = text.ToArray();
            log[at] = log[at] == '?' ? (byte)'!' : (byte)'?';
            yield return log;
        }
    }
}
