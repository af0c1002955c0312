using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.State;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.State;

public sealed class IndexedSnapshotTests
{
    private static readonly string[] s_ids = ["plain", "with \"quotes\"", "back\\slash", "new\nline", "größe", "日本", "x"];

    [Theory]
    [InlineData(20, false)]
    [InlineData(7_000, false)]
    [InlineData(7_000, true)]
    public void A_table_over_it_does_what_a_loaded_table_does(int records, bool isStamped) => Seed.Run(random =>
    {
        RecordTable loaded = RandomTable(random, records, isStamped);
        RecordTable onDemand = new SnapshotOnDisk(loaded, isStamped).Open()!;
        Assert.Equal((loaded.Count, loaded.LiveBytes), (onDemand.Count, onDemand.LiveBytes));
        List<(RecordChange Loaded, RecordChange OnDemand)> changes = [];
        List<(RecordView Loaded, RecordView OnDemand)> views = [(loaded.Freeze(), onDemand.Freeze())];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] id = Encoding.UTF8.GetBytes(IdOf(random.Next(records + (records / 4))));
            switch (random.Next(100))
            {
                case < 40:
                    Assert.Equal(loaded.TryGet(id, out ReadOnlySpan<byte> expected), onDemand.TryGet(id, out ReadOnlySpan<byte> value));
                    Assert.True(expected.SequenceEqual(value));
                    break;
                case < 70:
                    byte[] next = Encoding.UTF8.GetBytes($"{{\"n\":{random.Next()}}}");
                    if (isStamped)
                    {
                        (bool isDelete, Stamp stamp) = (random.Next(3) == 0, new(random.Next(10_000), random.Next(2), 0));
                        Assert.Equal(loaded.TryApply(id, next, isDelete, stamp, out _), onDemand.TryApply(id, next, isDelete, stamp, out _));
                        break;
                    }

                    changes.Add((loaded.Set(id, next), onDemand.Set(id, next)));
                    break;
                case < 90 when !isStamped:
                    bool isRemoved = loaded.TryRemove(id, out RecordChange removed);
                    Assert.Equal(isRemoved, onDemand.TryRemove(id, out RecordChange same));
                    changes.Add(isRemoved ? (removed, same) : (RecordChange.None, RecordChange.None));
                    break;
                case 90:
                    changes.Reverse();
                    changes.ForEach(change =>
                    {
                        loaded.Revert(change.Loaded);
                        onDemand.Revert(change.OnDemand);
                    });
                    changes.Clear();
                    break;
                case 91:
                    changes.Clear();
                    break;
                case 92 when random.Next(10) == 0:
                    changes.Clear();
                    loaded.ReclaimSuperseded();
                    onDemand.ReclaimSuperseded();
                    break;
                case 93 when random.Next(20) == 0:
                    changes.Clear();
                    (loaded, onDemand) = (loaded.Fork(), onDemand.Fork());
                    break;
                case 94 when random.Next(20) == 0:
                    views.Add((loaded.Freeze(), onDemand.Freeze()));
                    break;
            }
        }

        views.Add((loaded.Freeze(), onDemand.Freeze()));
        Assert.Equal((loaded.Count, loaded.LiveBytes), (onDemand.Count, onDemand.LiveBytes));
        Assert.All(views, pair => Assert.Equal(TableText.Of(pair.Loaded), TableText.Of(pair.OnDemand)));
        onDemand.ReclaimSuperseded();
        Assert.Equal(TableText.Of(loaded.Freeze()), TableText.Of(onDemand.Freeze()));
    });

    [Fact]
    public void One_record_costs_a_few_blocks()
    {
        RecordTable table = new SnapshotOnDisk(SnapshotOnDisk.TableOf(Enumerable.Range(0, 40_000).Select(IdOf), Value)).Open()!;
        Assert.Equal(0, table.MemoryBytes);
        Assert.True(table.TryGet("id20000"u8, out ReadOnlySpan<byte> value));
        Assert.Equal(Value(20_000), Encoding.UTF8.GetString(value));
        Assert.InRange(table.MemoryBytes, 1, 3 * 1024 * 1024);
    }

    [Fact]
    public void Records_of_any_length_are_found()
    {
        RecordTable table = SnapshotOnDisk.TableOf(Enumerable.Range(0, 12).Select(IdOf), i => $"{{\"text\":\"{new string('v', 30_000 * i * i)}\"}}");
        Assert.Equal(TableText.Of(table.Freeze()), TableText.Of(new SnapshotOnDisk(table).Open()!.Freeze()));
    }

    /// <summary>A damaged head is ignored, and then the snapshot is read; the rest is made again from the snapshot.</summary>
    [Fact]
    public void A_flipped_bit_in_the_index_is_without_effect() => Seed.Run(random =>
    {
        RecordTable table = RandomTable(random, 400, isStamped: false);
        SnapshotOnDisk disk = new(table);
        string expected = TableText.Of(table.Freeze());
        byte[][] ids = [.. Enumerable.Range(0, 440).Select(i => Encoding.UTF8.GetBytes(IdOf(i)))];
        byte[] index = disk.Index;
        int ignored = 0;
        for (int at = 0; at < index.Length; at++)
        {
            byte[] flipped = [.. index];
            flipped[at] ^= (byte)(1 << random.Next(8));
            if (disk.OpenWith(index: flipped) is not { } opened)
            {
                ignored++;
                continue;
            }

            for (int i = random.Next(40); i < ids.Length; i += 40)
            {
                Assert.Equal(table.TryGet(ids[i], out ReadOnlySpan<byte> wanted), opened.TryGet(ids[i], out ReadOnlySpan<byte> found));
                Assert.True(wanted.SequenceEqual(found), $"byte {at}");
            }

            Assert.True(at % 200 != 0 || expected == TableText.Of(opened.Freeze()), $"byte {at}");
        }

        Assert.InRange(ignored, 100, index.Length / 2);
    });

    [Fact]
    public void A_flipped_bit_in_the_snapshot_is_never_returned() => Seed.Run(random =>
    {
        RecordTable table = RandomTable(random, 700, isStamped: false);
        SnapshotOnDisk disk = new(table);
        byte[][] ids = [.. Enumerable.Range(0, 750).Select(i => Encoding.UTF8.GetBytes(IdOf(i)))];
        byte[] snapshot = disk.Snapshot;
        int refused = 0;
        for (int at = 0; at < snapshot.Length; at += 1 + random.Next(20))
        {
            byte[] flipped = [.. snapshot];
            flipped[at] ^= (byte)(1 << random.Next(8));
            try
            {
                RecordTable opened = disk.OpenWith(snapshot: flipped)!;
                foreach (byte[] id in ids)
                {
                    Assert.Equal(table.TryGet(id, out ReadOnlySpan<byte> wanted), opened.TryGet(id, out ReadOnlySpan<byte> found));
                    Assert.True(wanted.SequenceEqual(found), $"byte {at}");
                }

                Assert.Fail($"The flip of byte {at} was not found.");
            }
            catch (SnapshotException e)
            {
                Assert.Equal(SnapshotFault.WrongChecksum, e.Fault);
                refused++;
            }
        }

        Assert.True(refused > 1_000);
    });

    [Fact]
    public void Damage_hides_only_the_records_near_it()
    {
        RecordTable table = SnapshotOnDisk.TableOf(Enumerable.Range(0, 20_000).Select(IdOf), Value);
        SnapshotOnDisk disk = new(table);
        byte[] flipped = disk.Snapshot;
        flipped[flipped.Length / 2] ^= 1;
        RecordTable opened = disk.OpenWith(snapshot: flipped)!;
        int refused = 0;
        for (int i = 0; i < 20_000; i += 10)
        {
            try
            {
                Assert.True(opened.TryGet(Encoding.UTF8.GetBytes(IdOf(i)), out ReadOnlySpan<byte> value));
                Assert.Equal(Value(i), Encoding.UTF8.GetString(value));
            }
            catch (SnapshotException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, RecordPage.Size / 10 * 2);
    }

    [Fact]
    public void Damage_met_while_memory_is_reclaimed_changes_nothing()
    {
        SnapshotOnDisk disk = new(SnapshotOnDisk.TableOf(Enumerable.Range(0, 20_000).Select(IdOf), Value));
        byte[] flipped = disk.Snapshot;
        flipped[^1_000] ^= 1;
        RecordTable opened = disk.OpenWith(snapshot: flipped)!;
        for (int i = 0; i < 12_000; i++)
        {
            Assert.True(opened.TryRemove(Encoding.UTF8.GetBytes(IdOf(i)), out _));
        }

        Assert.Throws<SnapshotException>(opened.ReclaimSuperseded);
        Assert.Equal(8_000, opened.Count);
        Assert.True(opened.TryGet(Encoding.UTF8.GetBytes(IdOf(13_000)), out ReadOnlySpan<byte> value));
        Assert.Equal(Value(13_000), Encoding.UTF8.GetString(value));
    }

    [Fact]
    public void An_index_that_does_not_fit_is_ignored()
    {
        RecordTable table = SnapshotOnDisk.TableOf(Enumerable.Range(0, 100).Select(IdOf), Value);
        SnapshotOnDisk disk = new(table);
        SnapshotOnDisk other = new(SnapshotOnDisk.TableOf(Enumerable.Range(0, 101).Select(IdOf), Value));
        SnapshotSeal seal = new(disk.Snapshot.Length, OpsLog.Core.Primitives.Crc32C.Compute(disk.Snapshot));
        byte[] index = disk.Index;
        Assert.NotNull(disk.OpenWith());
        Assert.Null(disk.OpenWith(index: other.Index));
        Assert.Null(disk.OpenWith(name: OpsLog.Core.Primitives.StoreLayout.Snapshot(1_700_000_000_001, 0)));
        Assert.Null(disk.OpenWith(seal: seal with { Crc = seal.Crc + 1 }));
        Assert.Null(disk.OpenWith(snapshot: disk.Snapshot[..^1]));
        Assert.Null(disk.OpenWith(index: []));
        Assert.All(Enumerable.Range(0, index.Length), length => Assert.Null(disk.OpenWith(index: index[..length])));
    }

    [Fact]
    public async Task Views_are_read_by_several_threads_at_once()
    {
        RecordTable table = SnapshotOnDisk.TableOf(Enumerable.Range(0, 30_000).Select(i => s_ids[i % 7] + i), Value);
        string expected = TableText.Of(table.Freeze());
        RecordView view = new SnapshotOnDisk(table).Open()!.Freeze();
        string[] read = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => TableText.Of(view))));
        Assert.All(read, text => Assert.Equal(expected, text));
    }

    private static string IdOf(int i) => i % 11 == 3 ? s_ids[i / 11 % s_ids.Length] + i : i == 13 ? new string('l', 70_000) : $"id{i}";

    private static string Value(int i) => $"{{\"number\":{i},\"text\":\"{new string((char)('a' + (i % 26)), 40)}\"}}";

    private static RecordTable RandomTable(Random random, int records, bool isStamped)
    {
        RecordTable table = SnapshotOnDisk.TableOf(Enumerable.Range(0, records).Select(IdOf), i => Value(random.Next(100_000)));
        if (isStamped)
        {
            table.StampOf(new RecordStamp(0, "agent"u8.ToArray(), 0));
            for (int i = 0; i < records; i += 2)
            {
                table.TryApply(Encoding.UTF8.GetBytes(IdOf(i)), "{\"stamped\":true}"u8, isDelete: false, new Stamp(i + 1, i / 2 % 2, 0), out _);
            }
        }

        return table;
    }
}
