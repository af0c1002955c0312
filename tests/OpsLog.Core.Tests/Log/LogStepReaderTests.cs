using System.Text;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Log;

public sealed class LogStepReaderTests
{
    [Fact]
    public void Backwards_it_gives_the_steps_that_a_scan_gives_forwards() => Seed.Run(random =>
    {
        for (int i = 0; i < 120; i++)
        {
            byte[] log = RandomLog(random);
            Assert.Equal(LogText.Steps(log, out _), Backwards(log, log.Length));
        }
    });

    [Fact]
    public void Torn_at_any_byte_it_begins_with_the_last_whole_step()
    {
        byte[] log = new LogText().Add("é").AddBatch("b", "日", "c").AddForeign("d").AddBatch("e", "f").Add("g").ToArray();
        for (int length = 0; length <= log.Length; length++)
        {
            Assert.Equal(LogText.Steps(log[..length], out _), Backwards(log[..length], length));
        }
    }

    [Fact]
    public void It_reads_back_from_any_step()
    {
        LogText text = new LogText().Add("a").AddBatch("b", "c").Add("d");
        Assert.Equal(["a", "b+c"], Backwards(text.ToArray(), text.Ends[2]));
        Assert.Equal(["a"], Backwards(text.ToArray(), text.Ends[0]));
        Assert.Empty(Backwards(text.ToArray(), 0));
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    [InlineData(300_000)]
    public void Lines_may_be_longer_than_its_block(int length)
    {
        string value = $"{{\"s\":\"{new string('x', length)}\"}}";
        byte[] log = new LogText().Add("a").Add("b", value: value).Add("c", 1, 2, value).Add("d", 2, 2, value).Add("e").ToArray();
        Assert.Equal(["a", "b", "c+d", "e"], Backwards(log, log.Length));
    }

    [Fact]
    public void A_newline_can_be_anywhere_around_the_edge_of_a_block()
    {
        for (int fill = 65_536 - 360; fill < 65_536 - 200; fill++)
        {
            string value = $"{{\"s\":\"{new string('x', fill)}\"}}";
            byte[] log = new LogText().Add("a").Add("b").Add("c", value: value).Add("d").ToArray();
            Assert.Equal(["a", "b", "c", "d"], Backwards(log, log.Length));
        }
    }

    [Fact]
    public void The_last_step_costs_a_block_however_long_the_log_is()
    {
        LogText text = new();
        for (int i = 0; i < 5_000; i++)
        {
            text.Add($"id{i}");
        }

        byte[] log = text.ToArray();
        BytesReader source = new(log);
        LogStep step = new LogStepReader(source, log.Length).ReadPrevious()!;
        Assert.Equal(text.Ends[^2], step.Offset);
        Assert.Equal(log[text.Ends[^2]..^1], Assert.Single(step.Lines));
        Assert.InRange(source.BytesRead, 1, 128 * 1024);
    }

    [Fact]
    public void Steps_contain_their_offset_and_what_they_undo()
    {
        LogText text = new LogText().Add("a").AddBatch("b", "c").Add("d", 1, 2, undoRank: 1).Add("e", 2, 2, undoRank: 1);
        LogStepReader steps = new(new BytesReader(text.ToArray()), text.Ends[^1]);
        LogStep undo = steps.ReadPrevious()!;
        Assert.Equal((text.Ends[2], true, false, 2), (undo.Offset, undo.IsUndo, undo.IsDamaged, undo.Lines.Count));
        LogStep batch = steps.ReadPrevious()!;
        Assert.Equal((text.Ends[0], false, false, 2), (batch.Offset, batch.IsUndo, batch.IsDamaged, batch.Lines.Count));
        Assert.Equal(0, steps.ReadPrevious()!.Offset);
        Assert.Null(steps.ReadPrevious());
        Assert.Null(steps.ReadPrevious());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void Damage_is_met_before_what_lies_behind_it(int line, bool met)
    {
        LogText text = new LogText().Add("a").AddBatch("b", "c", "d").Add("e").Add("f");
        byte[] log = text.ToArray();
        log[(line == 0 ? 0 : text.Ends[line - 1]) + 2] ^= 1;
        LogStepReader steps = new(new BytesReader(log), log.Length);
        Assert.False(steps.ReadPrevious()!.IsDamaged);
        if (line < 4)
        {
            Assert.False(steps.ReadPrevious()!.IsDamaged);
        }

        Assert.Equal(met, steps.ReadPrevious()!.IsDamaged);
    }

    [Fact]
    public void Empty_lines_mean_nothing_within_a_batch_either()
    {
        byte[] log = new LogText().Add("a").Add("b", 1, 2).AddText("\n\n").Add("c", 2, 2).AddText("\n").ToArray();
        Assert.Equal(["a", "b+c"], LogText.Steps(log, out _));
        Assert.Equal(["a", "b+c"], Backwards(log, log.Length));
    }

    [Fact]
    public void A_line_that_no_reader_holds_is_damaged()
    {
        byte[] log = new LogText().Add("a").AddText(new string('x', 1_000) + "\n").Add("b").ToArray();
        LogStepReader steps = new(new BytesReader(log), log.Length) { LongestLine = 500 };
        Assert.False(steps.ReadPrevious()!.IsDamaged);
        Assert.True(steps.ReadPrevious()!.IsDamaged);
        Assert.False(steps.ReadPrevious()!.IsDamaged);
        Assert.Null(steps.ReadPrevious());
    }

    [Fact]
    public void A_batch_whose_beginning_is_missing_is_damaged()
    {
        LogText text = new LogText().Add("a").Add("c", 2, 3).Add("d", 3, 3);
        Assert.True(new LogStepReader(new BytesReader(text.ToArray()), text.Ends[^1]).ReadPrevious()!.IsDamaged);
        text = new LogText().Add("c", 2, 3).Add("d", 3, 3);
        Assert.True(new LogStepReader(new BytesReader(text.ToArray()), text.Ends[^1]).ReadPrevious()!.IsDamaged);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_damaged_batch_is_one_step_and_what_is_before_it_the_next(int line)
    {
        LogText text = new LogText().Add("a").AddBatch("b", "c", "d", "e");
        byte[] log = text.ToArray();
        log[text.Ends[line - 1] + 2] ^= 1;
        LogStepReader steps = new(new BytesReader(log), log.Length);
        LogStep batch = steps.ReadPrevious()!;
        Assert.Equal((text.Ends[0], true), (batch.Offset, batch.IsDamaged));
        LogStep before = steps.ReadPrevious()!;
        Assert.Equal((0L, false), (before.Offset, before.IsDamaged));
        Assert.Null(steps.ReadPrevious());
    }

    [Fact]
    public void What_is_before_a_batch_without_its_beginning_is_a_step_of_its_own()
    {
        LogText text = new LogText().Add("a").Add("c", 2, 3).Add("d", 3, 3);
        LogStepReader steps = new(new BytesReader(text.ToArray()), text.Ends[^1]);
        Assert.Equal((text.Ends[0], true), (steps.ReadPrevious() is { } batch ? (batch.Offset, batch.IsDamaged) : default));
        Assert.Equal((0L, false), (steps.ReadPrevious() is { } before ? (before.Offset, before.IsDamaged) : default));
    }

    [Fact]
    public void Empty_lines_within_a_batch_mean_nothing()
    {
        LogText text = new LogText().Add("a", 1, 2).AddText("\n").Add("b", 2, 2);
        LogStep batch = new LogStepReader(new BytesReader(text.ToArray()), text.Ends[^1]).ReadPrevious()!;
        Assert.Equal((0L, false, 2), (batch.Offset, batch.IsDamaged, batch.Lines.Count));
    }

    [Fact]
    public void Spoilt_logs_are_read_to_their_beginning() => Seed.Run(random =>
    {
        RandomJson json = new(random);
        byte[] log = new LogText().Add("a").AddBatch("b", "c", "d").AddForeign("e", ",\"batch\":[1,2]").AddForeign("f").AddBatch("g", "h").ToArray();
        for (int i = 0; i < 5_000; i++)
        {
            byte[] spoilt = json.Spoil(log);
            LogStepReader steps = new(new BytesReader(spoilt), spoilt.Length);
            long offset = long.MaxValue;
            while (steps.ReadPrevious() is { } step)
            {
                Assert.True(step.Offset < offset, Encoding.Latin1.GetString(spoilt));
                offset = step.Offset;
            }
        }
    });

    private static byte[] RandomLog(Random random)
    {
        LogText text = new();
        int count = random.Next(60);
        for (int i = 0; i < count; i++)
        {
            string value = $"{{\"日\":\"{new string('é', random.Next(random.Next(10) == 0 ? 50_000 : 3_000))}\"}}";
            switch (random.Next(8))
            {
                case 0:
                    text.Add($"b{i}", 1, 3, value).Add($"c{i}", 2, 3).Add($"-d{i}", 3, 3);
                    break;
                case 1:
                    text.AddForeign($"f{i}");
                    break;
                case 2:
                    text.Add($"lost{i}", 1, 3, value).Add($"lost{i}", 2, 3).AddForeign($"f{i}");
                    break;
                case 3:
                    text.AddText("\n");
                    break;
                default:
                    text.Add($"a{i}", value: value);
                    break;
            }
        }

        byte[] log = text.ToArray();
        return random.Next(2) == 0 || log.Length == 0 ? log : log[..^random.Next(1, Math.Min(log.Length, 100_000))];
    }

    private static List<string> Backwards(byte[] log, long end)
    {
        List<string> found = [];
        LogStepReader steps = new(new BytesReader(log), end);
        while (steps.ReadPrevious() is { } step)
        {
            Assert.False(step.IsDamaged);
            found.Add(string.Join('+', step.Lines.Select(Word)));
        }

        found.Reverse();
        return found;
    }

    private static string Word(byte[] line)
    {
        Assert.True(OperationCodec.TryRead(line, out OperationView operation, out _, out _));
        return LogText.Word(operation);
    }
}
