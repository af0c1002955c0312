using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.State;

public sealed class SnapshotWriterTests
{
    private static readonly SnapshotHeader s_header = new(4, "2026-01-01T00:00:00.000Z") { Clock = 17 };

    [Fact]
    public void It_writes_a_header_and_a_line_a_record()
    {
        RecordTable table = new();
        table.Set(JsonText.Encode("a\"é\ud800"), "{\"n\":1}"u8);
        byte[] text = Write(table, out SnapshotSeal seal);
        Assert.Equal(
            "{\"version\":4,\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"clock\":17}\n{\"id\":\"a\\\"é\\ud800\",\"data\":{\"n\":1}}\n",
            Encoding.UTF8.GetString(text));
        Assert.Equal(new SnapshotSeal(text.Length, Crc32C.Compute(text)), seal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_written_is_loaded_byte_for_byte(bool useSeal) => Seed.Run(random =>
    {
        RandomJson json = new(random);
        for (int i = 0; i < 4; i++)
        {
            RecordTable table = new();
            for (int count = random.Next(5_000); count > 0; count--)
            {
                string id = random.Next(4) > 0 ? $"id{count}" : $"{count}" + "\"\\\n\u0001é日\ud800\ude00"[random.Next(8)];
                table.Set(JsonText.Encode(id), Encoding.UTF8.GetBytes(json.Object(2)));
            }

            table.Set("huge"u8, Encoding.UTF8.GetBytes($"{{\"s\":\"{new string('é', random.Next(3_000_000))}\"}}"));
            table.Set("last"u8, "{}"u8);
            byte[] text = Write(table, out SnapshotSeal seal);
            Assert.Equal(new SnapshotSeal(text.Length, Crc32C.Compute(text)), seal);

            RecordTable loaded = new();
            SnapshotHeader header = new SnapshotLoader(new BytesReader(text, random.Next(100, 2_000_000)), "s", loaded).Load(useSeal ? seal : null);
            Assert.Equal((s_header.Version, s_header.Timestamp, s_header.Clock), (header.Version, header.Timestamp, header.Clock));
            Assert.Equal(TableText.Of(table), TableText.Of(loaded));
            Assert.Equal((table.Count, table.LiveBytes), (loaded.Count, loaded.LiveBytes));
            Assert.Equal(text, Write(loaded, out _));
        }
    });

    [Fact]
    public void A_record_larger_than_every_buffer_comes_back()
    {
        RecordTable table = new();
        string value = $"{{\"s\":\"{new string('x', 9_000_000)}\"}}";
        table.Set("a"u8, "{}"u8);
        table.Set("huge"u8, Encoding.UTF8.GetBytes(value));
        table.Set("z"u8, "{}"u8);
        byte[] text = Write(table, out SnapshotSeal seal);
        RecordTable loaded = new();
        new SnapshotLoader(new BytesReader(text), "s", loaded).Load(seal);
        Assert.Equal($"a={{}} huge={value} z={{}} ", TableText.Of(loaded));
    }

    [Fact]
    public void Records_in_loaded_buffers_can_be_changed()
    {
        RecordTable table = new();
        for (int i = 0; i < 300_000; i++)
        {
            table.Set(Encoding.UTF8.GetBytes($"id{i}"), "{\"n\":1}"u8);
        }

        byte[] text = Write(table, out SnapshotSeal seal);
        Assert.True(text.Length > 8_000_000, "more than one buffer");
        RecordTable loaded = new();
        new SnapshotLoader(new BytesReader(text), "s", loaded).Load(seal);
        for (int i = 0; i < 300_000; i += 3)
        {
            table.Set(Encoding.UTF8.GetBytes($"id{i}"), "{\"n\":22}"u8);
            loaded.Set(Encoding.UTF8.GetBytes($"id{i}"), "{\"n\":22}"u8);
        }

        Assert.Equal(TableText.Of(table), TableText.Of(loaded));
        loaded.ReclaimSuperseded();
        Assert.Equal(TableText.Of(table), TableText.Of(loaded));
    }

    private static byte[] Write(RecordTable table, out SnapshotSeal seal)
    {
        MemoryBackend backend = new();
        using (IObjectWriter target = backend.CreateObject("snapshots/s"))
        {
            seal = SnapshotWriter.Write(target, s_header, table.Freeze());
            target.Complete();
        }

        return backend.Read("snapshots/s")!.Content;
    }
}
