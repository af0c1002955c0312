using System.Text;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Storage;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Lines_come_with_their_places_whatever_their_length(bool keepBuffers) => Seed.Run(random =>
    {
        for (int i = 0; i < 40; i++)
        {
            List<string> lines = [];
            int count = random.Next(200);
            int longest = new[] { 5, 300, 3_000, 200_000 }[random.Next(4)];
            for (int line = 0; line < count / Math.Max(1, longest / 1_000); line++)
            {
                lines.Add(new string((char)('a' + (line % 26)), random.Next(longest)));
            }

            bool terminated = random.Next(2) == 0;
            byte[] bytes = Encoding.ASCII.GetBytes(string.Join('\n', lines) + (terminated ? "\n" : ""));
            BytesReader source = new(bytes, random.Next(3) == 0 ? random.Next(1, 70_000) : int.MaxValue);
            AssertLines(bytes, new LineReader(source, 0, bytes.Length, keepBuffers));
        }
    });

    [Fact]
    public void An_empty_range_has_no_lines()
    {
        AssertLines([], new LineReader(new BytesReader([]), 0, 0));
        Assert.False(new LineReader(new BytesReader("abc"u8.ToArray()), 3, 3).TryRead(out _));
        Assert.False(new LineReader(new BytesReader("abc"u8.ToArray()), 5, 3).TryRead(out _));
    }

    [Fact]
    public void Only_the_last_line_may_lack_its_newline()
    {
        LineReader lines = new(new BytesReader("a\n\nb"u8.ToArray()), 0, 4);
        Assert.True(lines.TryRead(out ReadOnlySpan<byte> line));
        Assert.Equal(("a", true, 1L, 0L, 2L), (Text(line), lines.IsTerminated, lines.LineNumber, lines.LineOffset, lines.NextOffset));
        Assert.True(lines.TryRead(out line));
        Assert.Equal(("", true, 2L, 2L, 3L), (Text(line), lines.IsTerminated, lines.LineNumber, lines.LineOffset, lines.NextOffset));
        Assert.True(lines.TryRead(out line));
        Assert.Equal(("b", false, 3L, 3L, 4L), (Text(line), lines.IsTerminated, lines.LineNumber, lines.LineOffset, lines.NextOffset));
        Assert.False(lines.TryRead(out _));
        Assert.False(lines.TryRead(out _));
    }

    [Fact]
    public void A_range_may_begin_and_end_anywhere()
    {
        byte[] bytes = "one\ntwo\nthree\n"u8.ToArray();
        LineReader lines = new(new BytesReader(bytes), 4, 10);
        Assert.True(lines.TryRead(out ReadOnlySpan<byte> line));
        Assert.Equal(("two", 4L, 8L), (Text(line), lines.LineOffset, lines.NextOffset));
        Assert.True(lines.TryRead(out line));
        Assert.Equal(("th", false), (Text(line), lines.IsTerminated));
        Assert.Equal(Crc32C.Compute(bytes.AsSpan(4, 6)), lines.Crc);
    }

    [Fact]
    public void A_kept_buffer_is_not_written_to_again()
    {
        // More than one buffer of the largest kind.
        string filler = new('-', 10_000);
        byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 7_000).Select(i => $"line {i}{filler}\n")));
        LineReader lines = new(new BytesReader(bytes), 0, bytes.Length, keepBuffers: true);
        Dictionary<int, byte[]> buffers = [];
        List<(int Buffer, int Start, int Length)> slices = [];
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            buffers[lines.BufferNumber] = lines.Buffer;
            slices.Add((lines.BufferNumber, lines.LineStart, line.Length));
        }

        Assert.True(buffers.Count > 1);
        for (int i = 0; i < slices.Count; i += 97)
        {
            Assert.Equal($"line {i}{filler}", Text(buffers[slices[i].Buffer].AsSpan(slices[i].Start, slices[i].Length)));
        }
    }

    [Fact]
    public void Lines_longer_than_the_room_before_a_piece_read_ahead_are_whole()
    {
        // Pieces of 8 MB are read ahead; lines of 200 KB cross the ends of all of them.
        byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 150).Select(i => new string((char)('a' + (i % 26)), 200_000) + "\n")));
        LineReader lines = new(new BytesReader(bytes, 100_003), 0, bytes.Length, keepBuffers: true);
        AssertLines(bytes, lines);
        Assert.True(lines.BufferNumber > 2);
        Assert.Equal(OpsLog.Core.Primitives.Crc32C.Compute(bytes), lines.Crc);
    }

    [Theory]
    [InlineData(300_000, false)]
    [InlineData(40_000_000, true)]
    public void A_line_above_the_maximum_is_reported_and_never_considered_torn(int length, bool keepBuffers)
    {
        byte[] bytes = [.. "a\nb\n"u8, .. Enumerable.Repeat((byte)'x', length), (byte)'\n', (byte)'c', (byte)'\n'];
        LineReader lines = new(new BytesReader(bytes), 0, bytes.Length, keepBuffers) { LongestLine = length / 2 };
        Assert.True(lines.TryRead(out _));
        Assert.True(lines.TryRead(out _));
        LineTooLongException reported = Assert.Throws<LineTooLongException>(() => lines.TryRead(out _));
        Assert.Equal((3, 4), (reported.Line, reported.Offset));
    }

    private static void AssertLines(byte[] bytes, LineReader lines)
    {
        long offset = 0;
        int number = 0;
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            int newline = bytes.AsSpan((int)offset).IndexOf((byte)'\n');
            ReadOnlySpan<byte> expected = newline < 0 ? bytes.AsSpan((int)offset) : bytes.AsSpan((int)offset, newline);
            Assert.True(expected.SequenceEqual(line), $"line {number} at {offset}");
            Assert.True(expected.SequenceEqual(lines.Buffer.AsSpan(lines.LineStart, line.Length)));
            Assert.Equal((++number, offset, newline >= 0), (lines.LineNumber, lines.LineOffset, lines.IsTerminated));
            offset += expected.Length + (newline < 0 ? 0 : 1);
            Assert.Equal(offset, lines.NextOffset);
        }

        Assert.Equal(bytes.Length, offset);
        Assert.Equal(Crc32C.Compute(bytes), lines.Crc);
    }

    private static string Text(ReadOnlySpan<byte> line) => Encoding.ASCII.GetString(line);
}
