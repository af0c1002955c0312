using System.Text;
using OpsLog.Core.State;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.State;

public sealed class RecordArenaTests
{
    [Fact]
    public void What_was_appended_stays_where_it_is() => Seed.Run(random =>
    {
        RecordArena arena = new();
        List<(long Position, byte[] Id, byte[] Value, byte[][] Chunks)> appended = [];
        for (int i = 0; i < 2_000; i++)
        {
            byte[] id = Encoding.UTF8.GetBytes($"id{i}");
            byte[] value = new byte[random.Next(random.Next(100) == 0 ? 100_000 : 500)];
            random.NextBytes(value);
            appended.Add((arena.Append(id, value), id, value, arena.Chunks));
        }

        foreach ((long position, byte[] id, byte[] value, byte[][] chunks) in appended)
        {
            Assert.True(id.AsSpan().SequenceEqual(RecordArena.Slice(chunks, position, 0, id.Length)));
            Assert.True(value.AsSpan().SequenceEqual(RecordArena.Slice(arena.Chunks, position, id.Length, value.Length)));
        }

        Assert.InRange(arena.Capacity, appended.Sum(a => a.Id.Length + a.Value.Length), 16 * 1024 * 1024);
    });

    [Fact]
    public void A_record_larger_than_any_chunk_has_one_of_its_own()
    {
        RecordArena arena = new();
        arena.Append("a"u8, "1"u8);
        byte[] value = new byte[9_000_000];
        value[^1] = 7;
        long large = arena.Append("b"u8, value);
        long after = arena.Append("c"u8, "3"u8);
        Assert.Equal(7, RecordArena.Slice(arena.Chunks, large, 1, value.Length)[^1]);
        Assert.Equal("c3", Encoding.UTF8.GetString(RecordArena.Slice(arena.Chunks, after, 0, 2)));
    }

    [Fact]
    public void Adopted_chunks_are_not_written_to_behind_their_end()
    {
        RecordArena arena = new();
        for (int i = 0; i < 10; i++)
        {
            byte[] chunk = "full"u8.ToArray();
            int number = arena.Adopt(chunk, chunk.Length);
            arena.Append("x"u8, "y"u8);
            Assert.Equal("full", Encoding.UTF8.GetString(RecordArena.Slice(arena.Chunks, RecordArena.Position(number, 0), 0, 4)));
        }
    }

    [Fact]
    public void Forks_do_not_write_over_each_other()
    {
        RecordArena arena = new();
        long common = arena.Append("a"u8, "1"u8);
        RecordArena fork = arena.Fork();
        long mine = arena.Append("b"u8, "2"u8);
        long theirs = fork.Append("c"u8, "3"u8);
        Assert.Equal("b2", Encoding.UTF8.GetString(RecordArena.Slice(arena.Chunks, mine, 0, 2)));
        Assert.Equal("c3", Encoding.UTF8.GetString(RecordArena.Slice(fork.Chunks, theirs, 0, 2)));
        Assert.Equal("a1", Encoding.UTF8.GetString(RecordArena.Slice(fork.Chunks, common, 0, 2)));
    }
}
