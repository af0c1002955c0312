using System.Text;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Agents;

namespace OpsLog.Core.Tests.Maintenance;

public sealed class LogMirrorTests
{
    private const string Name = "ops/ops-1.jsonl";
    private const int Line = 100;

    private readonly MemoryBackend _copy = new("copy");
    private readonly BackupTarget _target;

    public LogMirrorTests() => _target = new BackupTarget(_copy, null, CancellationToken.None);

    /// <summary>Three pieces; the cuts are in the last one, at its beginning, in the second and in the first.</summary>
    [Theory]
    [InlineData(26_000)]
    [InlineData(20_971)]
    [InlineData(15_000)]
    [InlineData(5_000)]
    public void A_log_that_is_cut_and_written_on_at_any_moment_is_copied_as_it_is_then(int keep)
    {
        const int lines = 27_000;
        for (int at = 1; at < 60; at++)
        {
            MemoryBackend disk = new();
            using IAppendLog log = disk.OpenAppend(Name);
            Append(log, lines, 'a');
            int calls = 0;
            HookBackend hooked = new(disk.Share(), () =>
            {
                if (++calls == at)
                {
                    log.Truncate(keep * Line);
                    Append(log, lines - keep + 100, 'b');
                }
            }, readsToo: true);
            MemoryBackend copy = new("copy");
            BackupTarget target = new(copy, null, CancellationToken.None);
            using LogMirror mirror = new(hooked.OpenRead(Name), Name, target);

            Assert.True(mirror.TryFollow(lines * Line));
            if (calls < at)
            {
                Assert.True(at > 5);
                return;
            }

            // What was read before the change may be what it was; half of each it must not be.
            byte[] copied = copy.Read(Name)!.Content;
            byte[] now = disk.Read(Name)!.Content[..copied.Length];
            bool isBefore = !copied.Contains((byte)'b');
            Assert.True(isBefore || copied.AsSpan().SequenceEqual(now), $"changed before call {at}");
            Assert.True(mirror.TryFollow(lines * Line));
            Assert.Equal(now, copy.Read(Name)!.Content);
        }
    }

    [Fact]
    public void A_reading_of_which_a_part_is_from_before_a_cut_is_read_again()
    {
        byte[] before = [.. Enumerable.Repeat((byte)'a', 200 * Line)];
        byte[] after = [.. before[..(50 * Line)], .. Enumerable.Repeat((byte)'b', 150 * Line)];
        using LogMirror mirror = new(new TearingReader(before, after), Name, _target);
        Assert.True(mirror.TryFollow(200 * Line));
        Assert.Equal(after, _copy.Read(Name)!.Content);
    }

    /// <summary>A long text of one character looks the same at every place of it, also where the line is another one.</summary>
    [Theory]
    [InlineData(9_000, 7_000)]
    [InlineData(9_000, 12_000)]
    [InlineData(20_000, 20_000)]
    public void A_line_with_a_long_run_is_not_spliced_with_another_one(int before, int after)
    {
        MemoryBackend disk = new();
        using IAppendLog log = disk.OpenAppend(Name);
        Append(log, 30, 'a');
        log.Append(RunLine("first", before));
        using LogMirror mirror = new(disk.OpenRead(Name), Name, _target);
        Assert.True(mirror.TryFollow(log.Length));

        log.Truncate(30 * Line);
        log.Append(RunLine("second", after));
        log.Append(RunLine("third", before));
        Assert.True(mirror.TryFollow(log.Length));

        Assert.Equal(disk.Read(Name)!.Content, _copy.Read(Name)!.Content);
    }

    /// <summary>The length was read before the log was cut and written on, so it is in the middle of a line now.</summary>
    [Fact]
    public void A_copy_that_ends_within_a_long_run_is_not_spliced_with_another_line()
    {
        MemoryBackend disk = new();
        using IAppendLog log = disk.OpenAppend(Name);
        Append(log, 30, 'a');
        log.Append(RunLine("first", 20_000));
        using LogMirror mirror = new(disk.OpenRead(Name), Name, _target);
        long end = log.Length - 6_000;
        Assert.True(mirror.TryFollow(end));

        log.Truncate(30 * Line);
        log.Append(RunLine("second", 30_000));
        Assert.True(mirror.TryFollow(end));

        Assert.Equal(disk.Read(Name)!.Content[..(int)end], _copy.Read(Name)!.Content);
    }

    private static byte[] RunLine(string name, int length) => Encoding.UTF8.GetBytes($"{name} {new string('x', length)} {name}\n");

    [Fact]
    public void A_log_shorter_than_asked_for_is_not_waited_for()
    {
        MemoryBackend disk = new();
        using IAppendLog log = disk.OpenAppend(Name);
        Append(log, 3, 'a');
        using LogMirror mirror = new(disk.OpenRead(Name), Name, _target);
        Assert.False(mirror.TryFollow(4 * Line));
    }

    [Fact]
    public void What_is_cut_off_the_copy_leaves_its_checksum_right()
    {
        MemoryBackend disk = new();
        using IAppendLog log = disk.OpenAppend(Name);
        Append(log, 25_000, 'a');
        using (LogMirror mirror = new(disk.OpenRead(Name), Name, _target))
        {
            Assert.True(mirror.TryFollow(25_000 * Line));
            mirror.Complete(12_345);
        }

        AssertChecksum(_target);
        Assert.Equal(12_345, _copy.Find(Name)!.Value.Length);
    }

    [Fact]
    public void A_copy_that_cannot_be_cut_is_begun_anew()
    {
        MemoryBackend disk = new();
        using IAppendLog log = disk.OpenAppend(Name);
        Append(log, 25_000, 'a');
        BackupTarget target = new(new UncutBackend(_copy), null, CancellationToken.None);
        using (LogMirror mirror = new(disk.OpenRead(Name), Name, target))
        {
            Assert.True(mirror.TryFollow(25_000 * Line));
            log.Truncate(20_000 * Line);
            Append(log, 1, 'b');
            Assert.True(mirror.TryFollow(20_001 * Line));
            mirror.Complete(mirror.Length);
        }

        AssertChecksum(target);
        Assert.Equal(disk.Read(Name)!.Content, _copy.Read(Name)!.Content);
    }

    private static void AssertChecksum(BackupTarget target)
    {
        CopiedFile file = Assert.Single(target.Files);
        byte[] content = target.Backend.Read(Name)!.Content;
        Assert.Equal((content.Length, Crc32C.Compute(content)), (file.Length, file.Crc));
    }

    private static void Append(IAppendLog log, int lines, char letter)
    {
        byte[] line = [.. Enumerable.Repeat((byte)letter, Line - 1), (byte)'\n'];
        log.Append(Enumerable.Repeat(line, lines).SelectMany(bytes => bytes).ToArray());
    }

    /// <summary>Gives the first reading half from before, half from after.</summary>
    private sealed class TearingReader(byte[] before, byte[] after) : IObjectReader
    {
        private int _readings;

        public long Length => after.Length;

        public int Read(long offset, Span<byte> buffer)
        {
            byte[] bytes = ++_readings == 1 ? [.. before[..(100 * Line)], .. after[(100 * Line)..]] : after;
            int count = (int)Math.Min(buffer.Length, bytes.Length - offset);
            bytes.AsSpan((int)offset, count).CopyTo(buffer);
            return count;
        }

        public void Dispose()
        {
        }
    }
}
