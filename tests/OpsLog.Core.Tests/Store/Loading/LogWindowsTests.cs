using System.Text;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store.Loading;

/// <summary>Reading a log part by part, the next one ahead.</summary>
public sealed class LogWindowsTests
{
    private const int Size = 2000;

    [Fact]
    public void All_operations_come_once_and_in_order() => Seed.Run(random =>
    {
        for (int round = 0; round < 60; round++)
        {
            LogText text = new();
            List<string> expected = [];
            while (text.ToArray().Length < 12 * Size)
            {
                string[] words = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => $"id{expected.Count}-{random.Next(99)}")];
                switch (random.Next(12))
                {
                    case 0:
                        text.AddText("this is damaged\n");
                        continue;
                    case 1:
                        text.AddForeign(words[0]);
                        words = [words[0]];
                        break;
                    case < 5:
                        text.AddBatch(words);
                        break;
                    default:
                        words = [words[0]];
                        text.Add(words[0], value: $"{{\"text\":\"{new string('x', random.Next(200))}\"}}");
                        break;
                }

                expected.Add(string.Join('+', words));
            }

            byte[] log = text.ToArray();
            Assert.Equal(expected, Read(log, Size, out int ahead));
            Assert.True(Environment.ProcessorCount == 1 || ahead >= 5, $"{ahead} parts were examined ahead.");
        }
    });

    [Fact]
    public void A_part_ends_with_its_last_complete_step()
    {
        LogText text = new LogText().Add("a").AddBatch("b", "c");
        Assert.Equal(text.Ends[2], StepsEnd(text.ToArray()));
        Assert.Equal(text.Ends[0], StepsEnd(text.ToArray()[..^1]));
        Assert.Equal(text.Ends[0], StepsEnd(text.Add("d", 1, 3).ToArray()[..text.Ends[1]]));
        Assert.Equal(text.Ends[2], StepsEnd(text.Add("e", 2, 3).ToArray()));
        Assert.Equal(0, StepsEnd(new LogText().Add("a", 1, 2).ToArray()));
        Assert.Equal(0, StepsEnd("no line"u8.ToArray()));
        Assert.Equal(0, StepsEnd([]));
    }

    [Fact]
    public void A_failure_is_thrown_where_its_part_is_asked_for()
    {
        FailingReader source = new(Log(), failFrom: Size);
        using LogWindows windows = new(source, source.Length, Size);
        long end;
        using (LogWindow first = windows.Take(0, Size))
        {
            end = first.StepsEnd;
        }

        Assert.Throws<IOException>(() => windows.Take(end, end + Size));
    }

    [Fact]
    public void A_failure_of_a_part_that_nobody_asks_for_is_none()
    {
        FailingReader source = new(Log(), failFrom: Size);
        LogWindows windows = new(source, source.Length, Size);
        windows.Take(0, Size).Dispose();
        windows.Dispose();
        windows.Dispose();
        Assert.True(Environment.ProcessorCount == 1 || source.HasFailed);
    }

    private static byte[] Log()
    {
        LogText text = new();
        for (int i = 0; i < 200; i++)
        {
            text.Add($"id{i}");
        }

        return text.ToArray();
    }

    private static List<string> Read(byte[] log, int size, out int ahead)
    {
        using BytesReader source = new(log);
        using LogWindows windows = new(source, log.Length, size);
        List<string> found = [];
        ahead = 0;
        for (long offset = 0; offset < log.Length;)
        {
            using LogWindow window = windows.Take(offset, Math.Min(log.Length, offset + size));
            ahead += window.Examined is null ? 0 : 1;
            LogScanner scanner = window.Scan(0);
            List<string> steps = [];
            while (scanner.TryRead(out OperationView operation))
            {
                if (scanner.DropsOpenStep)
                {
                    steps.RemoveAt(steps.Count - 1);
                }

                if (scanner.StartsStep)
                {
                    steps.Add(LogText.Word(operation));
                }
                else
                {
                    steps[^1] += $"+{LogText.Word(operation)}";
                }
            }

            found.AddRange(scanner.DropsOpenStep ? steps[..^1] : steps);
            Assert.True(scanner.WholeLength > offset, $"No progress at {offset}: {Encoding.UTF8.GetString(window.Part.Bytes)}");
            offset = scanner.WholeLength;
        }

        return found;
    }

    private static long StepsEnd(byte[] log)
    {
        using LogWindow window = LogWindow.Load(new BytesReader(log), 0, log.Length, examine: false);
        return window.StepsEnd;
    }

    private sealed class FailingReader(byte[] bytes, long failFrom) : IObjectReader
    {
        public long Length => bytes.Length;

        public bool HasFailed { get; private set; }

        public int Read(long offset, Span<byte> buffer)
        {
            if (offset + buffer.Length > failFrom)
            {
                HasFailed = true;
                throw new IOException("It can't be read.");
            }

            bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer);
            return buffer.Length;
        }

        public void Dispose()
        {
        }
    }
}
