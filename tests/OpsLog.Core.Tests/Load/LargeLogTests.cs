using System.Diagnostics;
using System.Text;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Load;

/// <summary>Logs larger than 2 GB: places in them by every day's test, whole ones in a full run.</summary>
public sealed class LargeLogTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(5_000_000_000)]
    public void Places_beyond_two_gigabytes_are_read_both_ways(long before)
    {
        LogText text = new LogText().Add("a").AddBatch("x", "y").Add("b").AddText("torn");
        FarReader source = new(text.ToArray(), before);
        LogScanner scanner = new(new LineReader(source, before, source.Length));
        List<long> offsets = [];
        while (scanner.TryRead(out OperationView _))
        {
            offsets.Add(scanner.Offset - before);
        }

        Assert.Equal([0, text.Ends[0], text.Ends[1], text.Ends[2]], offsets);
        Assert.Equal(before + text.Ends[3], scanner.WholeLength);

        LogStepReader back = new(source, source.Length);
        Assert.Equal([text.Ends[2], text.Ends[0], 0], Enumerable.Range(0, 3).Select(_ => back.ReadPrevious()!.Offset - before));
    }

    /// <summary>In a full run 2.2 GB, else 22 MB by the same way.</summary>
    [Fact]
    public void A_log_of_more_than_two_gigabytes_opens()
    {
        long wanted = LongRun.Or(2200, 22) * 1_000_000L;
        OpsLogStoreOptions options = new() { Durability = Durability.OperatingSystem, CheckpointThreshold = int.MaxValue, CheckpointOnClose = CheckpointOnClose.Never };
        string text = new('x', 900);
        const int Ids = 1000;
        int count = 0;
        Stopwatch time = Stopwatch.StartNew();
        using (OpsLogStore store = OpsLogStore.Open(_directory["store"], options))
        {
            using DeferredWrites writes = store.DeferWrites();
            for (; count % 1000 > 0 || store.GetStatistics().LogBytes < wanted; count++)
            {
                writes.Set($"id-{count % Ids}", $$"""{"text":"{{text}}","n":{{count}}}""");
            }
        }

        string log = Assert.Single(_directory.Files, file => file.Contains("ops-", StringComparison.Ordinal));
        long length = new FileInfo(_directory[log]).Length;
        output.WriteLine($"{count:N0} operations, {length:N0} bytes of log, written in {time.Elapsed.TotalSeconds:N1} s");
        time.Restart();
        using (OpsLogStore store = OpsLogStore.Open(_directory["store"], options))
        {
            output.WriteLine($"opened in {time.Elapsed.TotalSeconds:N1} s, {store.GetStatistics().MemoryBytes:N0} bytes of records");
            Assert.InRange(store.GetStatistics().MemoryBytes, Ids * 900, 10_000_000);
            Assert.Empty(store.Warnings);
            Assert.Equal(length, store.GetStatistics().LogBytes);
            Assert.True(length > wanted);
            Assert.Equal(Math.Min(count, Ids), store.Count);
            for (int last = count - 1; last >= Math.Max(0, count - Ids); last--)
            {
                Assert.Equal($$"""{"text":"{{text}}","n":{{last}}}""", store.GetText($"id-{last % Ids}"));
            }

            // The last step is cut off, found from the file's end.
            LoggedOperation undone = Assert.Single(store.Undo());
            Assert.Equal($"id-{(count - 1) % Ids}", undone.Id);
            Assert.True(store.Compact().Taken);
        }

        using OpsLogStore compacted = OpsLogStore.Open(_directory["store"], options with { ReadOnly = true });
        Assert.Equal(Math.Min(count, Ids), compacted.Count);
    }

    /// <summary>A file of which only the end exists; the part before it is never read.</summary>
    private sealed class FarReader(byte[] end, long before) : IObjectReader
    {
        public long Length => before + end.Length;

        public int Read(long offset, Span<byte> buffer)
        {
            // A window may begin before the end's first byte, and is then filled with lines that are none.
            int read = (int)Math.Min(buffer.Length, Length - offset);
            for (int i = 0; i < read; i++)
            {
                long at = offset + i - before;
                buffer[i] = at >= 0 ? end[at] : (byte)'\n';
            }

            return read;
        }

        public void Dispose()
        {
        }
    }
}
