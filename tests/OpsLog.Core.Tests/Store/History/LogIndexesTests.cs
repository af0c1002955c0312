using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Reading;
using OpsLog.Core.Tests.Agents;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Store.History;

/// <summary>A search finds exactly what reading everything finds, whatever is in place of an index file.</summary>
public class LogIndexesTests(ITestOutputHelper output)
{
    private static readonly string s_keptIndex = StoreLayout.Index(RandomLogs.Kept);

    private readonly Random _random = new(TestSeed.Next(output));
    private readonly MemoryBackend _disk = new();

    [Fact]
    public void Random_logs_give_what_reading_all_of_them_gives()
    {
        int indexed = 0;
        for (int round = 0; round < 25; round++)
        {
            MemoryBackend disk = new();
            bool isShared = _random.Next(2) == 0;
            RandomLogs logs = new RandomLogs(_random, isShared, hasDamage: _random.Next(4) == 0).Add(_random.Next(600));
            logs.PutTo(disk);
            LogIndexes writer = new(disk, canWrite: true);
            LogIndexes reader = new(disk, canWrite: false);
            AssertExact(disk, logs, isShared, reader, writer, writer, new(disk, canWrite: false));
            indexed += disk.List(StoreLayout.LogFolder).Count(stored => StoreLayout.ParseIndex(stored.Name) is not null);
            logs.Add(_random.Next(100)).PutTo(disk);
            AssertExact(disk, logs, isShared, reader, writer, new(disk, canWrite: true));
        }

        Assert.True(indexed > 10);
    }

    /// <summary>Where it makes the index in pieces: the end that is read first, then what was read before.</summary>
    [Fact]
    public void A_search_from_the_end_goes_on_with_the_index_where_the_last_megabyte_ends()
    {
        RandomLogs logs = new RandomLogs(_random, isShared: false, hasDamage: false).Add(2500, only: RandomLogs.Kept);
        logs.PutTo(_disk);
        Assert.True(_disk.Find(RandomLogs.Kept)!.Value.Length > 3_000_000);
        LogIndexes writer = new(_disk, canWrite: true);
        OperationFilter filter = new() { Id = "r77" };
        Assert.Equal(All(_disk, logs, filter).Reverse(), StoreHistory.ReadNewestFirst(_disk, RandomLogs.Active, 0, false, filter, writer).Select(Text));
        Assert.NotNull(_disk.Find(s_keptIndex));
        AssertExact(_disk, logs, isShared: false, writer, new(_disk, canWrite: false));
    }

    [Fact]
    public void A_single_writer_that_cuts_steps_off_and_writes_others_is_followed()
    {
        for (int round = 0; round < 10; round++)
        {
            RandomLogs logs = new RandomLogs(_random, isShared: false, hasDamage: false).Add(200, only: RandomLogs.Active);
            LogIndexes reader = new(_disk, canWrite: false);
            for (int cut = 0; cut < 6; cut++)
            {
                logs.PutTo(_disk);
                AssertExact(_disk, logs, isShared: false, reader);
                logs.Cut(_random.Next(1, 120)).Add(_random.Next(120), only: RandomLogs.Active);
            }
        }
    }

    [Fact]
    public void Every_wrong_byte_and_every_cut_of_an_index_file_is_without_effect()
    {
        RandomLogs logs = WithIndex(100);
        byte[] index = _disk.Read(s_keptIndex)!.Content;
        OperationFilter filter = new() { Id = "r1" };
        string[] all = All(_disk, logs, filter);
        for (int i = 0; i < index.Length; i++)
        {
            byte[] wrong = [.. index];
            wrong[i] ^= (byte)(1 << _random.Next(8));
            foreach (byte[] content in new[] { wrong, index[..i] })
            {
                _disk.Put(s_keptIndex, content, PutCondition.None);
                Assert.Equal(all, Found(_disk, logs, filter, new(_disk, canWrite: false)));
            }
        }

        // The next search of a writer makes it again.
        Assert.Equal(all, Found(_disk, logs, filter, new(_disk, canWrite: true)));
        Assert.Equal(index, _disk.Read(s_keptIndex)!.Content);
    }

    [Fact]
    public void An_index_of_another_content_is_without_effect()
    {
        RandomLogs logs = WithIndex(100);
        byte[] index = _disk.Read(s_keptIndex)!.Content;
        byte[] kept = _disk.Read(RandomLogs.Kept)!.Content;
        RandomLogs others = new RandomLogs(_random, isShared: false, hasDamage: false).Add(150);
        others.PutTo(_disk);
        byte[] other = _disk.Read(RandomLogs.Kept)!.Content;
        foreach (byte[] content in new[] { other, kept[..(kept.AsSpan(..^9000).LastIndexOf((byte)'\n') + 1)], [.. kept, .. other], [.. kept[..(kept.AsSpan(..^9000).LastIndexOf((byte)'\n') + 1)], .. other], [] })
        {
            _disk.Put(RandomLogs.Kept, content, PutCondition.None);
            _disk.Put(s_keptIndex, index, PutCondition.None);
            AssertExact(_disk, others, isShared: false, new(_disk, canWrite: false), new(_disk, canWrite: true), new(_disk, canWrite: false));
        }
    }

    /// <summary>Also where the index was made before: the seal of a line and the ends of blocks are looked at when they are read.</summary>
    [Fact]
    public void A_bit_that_flips_in_the_log_has_the_same_effect_with_an_index()
    {
        RandomLogs logs = WithIndex(60);
        byte[] kept = _disk.Read(RandomLogs.Kept)!.Content;
        List<LoggedOperation> operations = [.. StoreHistory.Read(_disk, RandomLogs.Active, 0, false, new())];
        int[] newlines = [.. Enumerable.Range(0, kept.Length).Where(i => kept[i] == '\n')];
        foreach (int at in newlines.Concat(Enumerable.Range(0, 200).Select(_ => _random.Next(kept.Length))))
        {
            byte[] flipped = [.. kept];
            flipped[at] ^= (byte)(1 << _random.Next(8));
            _disk.Put(RandomLogs.Kept, flipped, PutCondition.None);
            int next = operations.FindIndex(operation => operation.Offset > at);
            foreach (LoggedOperation near in operations.Skip(Math.Max(0, (next < 0 ? operations.Count : next) - 2)).Take(3))
            {
                OperationFilter filter = new() { Id = near.Id };
                Assert.Equal(All(_disk, logs, filter), Found(_disk, logs, filter, new(_disk, canWrite: false)));
            }
        }
    }

    [Fact]
    public void A_log_with_damage_gets_no_index_and_a_reader_writes_none()
    {
        RandomLogs logs = new RandomLogs(_random, isShared: false, hasDamage: false).Add(100, only: RandomLogs.Kept).Damage(RandomLogs.Kept).Add(100, only: RandomLogs.Kept);
        logs.PutTo(_disk);
        AssertExact(_disk, logs, isShared: false, new LogIndexes(_disk, canWrite: true));
        Assert.Null(_disk.Find(s_keptIndex));
        new RandomLogs(_random, isShared: false, hasDamage: false).Add(200, only: RandomLogs.Kept).PutTo(_disk);
        AssertExact(_disk, logs, isShared: false, new LogIndexes(_disk, canWrite: false));
        Assert.Null(_disk.Find(s_keptIndex));
    }

    [Fact]
    public void A_log_that_may_still_be_written_gets_none()
    {
        RandomLogs logs = new RandomLogs(_random, isShared: false, hasDamage: false).Add(200, only: RandomLogs.Active);
        logs.PutTo(_disk);
        AssertExact(_disk, logs, isShared: false, new LogIndexes(_disk, canWrite: true));
        Assert.Null(_disk.Find(StoreLayout.Index(RandomLogs.Active)));
    }

    [Fact]
    public void No_failure_of_an_index_file_is_one_of_the_search()
    {
        RandomLogs logs = WithIndex(100);
        OperationFilter filter = new() { Id = "r1" };
        string[] all = All(_disk, logs, filter);
        foreach (StorageCall call in new[] { StorageCall.OpenRead, StorageCall.Read, StorageCall.Put, StorageCall.Find })
        {
            FaultyBackend faulty = new(_disk);
            faulty.Before = (now, name) =>
            {
                if (now == call && name == (call == StorageCall.Read ? StoreLayout.Manifest : call == StorageCall.Find ? RandomLogs.Kept : s_keptIndex))
                {
                    throw new OpsLog.Core.Errors.StorageException("test", name, new IOException("by a test"));
                }
            };
            if (call != StorageCall.OpenRead)
            {
                _disk.Delete(s_keptIndex);
            }

            Assert.Equal(all, Found(faulty, logs, filter, new(faulty, canWrite: true)));
        }
    }

    [Fact]
    public void An_index_does_not_outlive_a_log_that_is_removed_meanwhile()
    {
        RandomLogs logs = WithIndex(100);
        _disk.Delete(s_keptIndex);
        FaultyBackend view = new(_disk.Share());
        view.Meanwhile(StorageCall.Put, s_keptIndex, () => _disk.Delete(RandomLogs.Kept));
        Assert.NotEmpty(Found(view, logs, new() { Id = "r1" }, new(view, canWrite: true)));
        Assert.Null(_disk.Find(s_keptIndex));
    }

    private RandomLogs WithIndex(int steps)
    {
        RandomLogs logs = new RandomLogs(_random, isShared: false, hasDamage: false).Add(steps, only: RandomLogs.Kept);
        logs.PutTo(_disk);
        Found(_disk, logs, new() { Id = "r1" }, new(_disk, canWrite: true));
        Assert.NotNull(_disk.Find(s_keptIndex));
        return logs;
    }

    private void AssertExact(MemoryBackend disk, RandomLogs logs, bool isShared, params LogIndexes[] all)
    {
        foreach (LogIndexes indexes in all)
        {
            foreach (OperationFilter filter in Filters(logs))
            {
                string[] expected = [.. StoreHistory.Read(disk, RandomLogs.Active, logs.ActiveLength, isShared, filter).Select(Text)];
                Assert.Equal(expected, StoreHistory.Read(disk, RandomLogs.Active, logs.ActiveLength, isShared, filter, indexes).Select(Text));
                expected = [.. StoreHistory.ReadNewestFirst(disk, RandomLogs.Active, logs.ActiveLength, isShared, filter).Select(Text)];
                Assert.Equal(expected, StoreHistory.ReadNewestFirst(disk, RandomLogs.Active, logs.ActiveLength, isShared, filter, indexes).Select(Text));
            }
        }
    }

    private OperationFilter[] Filters(RandomLogs logs) =>
    [
        new() { Id = "r1" }, new() { Id = $"r{_random.Next(300)}" }, new() { Id = "none" }, new() { Since = logs.Time() }, new() { Until = logs.Time() },
        new() { Id = "r2", Since = logs.Time(), Until = logs.Time().AddMilliseconds(200) }, new() { Id = $"r{_random.Next(300)}", Agent = "a" },
        new() { Since = DateTime.MinValue, Until = DateTime.MaxValue },
    ];

    private static string[] All(IStorageBackend backend, RandomLogs logs, OperationFilter filter) =>
        [.. StoreHistory.Read(backend, RandomLogs.Active, logs.ActiveLength, false, filter).Select(Text)];

    private static string[] Found(IStorageBackend backend, RandomLogs logs, OperationFilter filter, LogIndexes indexes) =>
        [.. StoreHistory.Read(backend, RandomLogs.Active, logs.ActiveLength, false, filter, indexes).Select(Text)];

    private static string Text(LoggedOperation operation) =>
        $"{operation.Log}@{operation.Offset} {operation.Id} {operation.Time:O} {operation.Clock} {operation.IsUndo} {operation.After?.Length}";
}
