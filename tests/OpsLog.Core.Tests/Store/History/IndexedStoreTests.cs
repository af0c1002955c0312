using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Reading;
using OpsLog.Core.Tests.Agents;
using OpsLog.Core.Tests.Faults;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Storage;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Store.History;

/// <summary>The history of a store with index files: exact, written by checkpoints, and no obstacle to them.</summary>
public class IndexedStoreTests(ITestOutputHelper output)
{
    private static readonly OpsLogStoreOptions s_quiet = new()
    {
        WriteMode = WriteMode.Async, Durability = Durability.OperatingSystem, CheckpointThreshold = int.MaxValue, CheckpointOnClose = CheckpointOnClose.Never, LargestStep = 300_000,
    };

    private readonly Random _random = new(TestSeed.Next(output));
    private readonly MemoryBackend _disk = new();

    [Theory]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public void A_search_costs_what_it_returns_and_not_what_is_kept(int operations)
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share(), s_quiet))
        {
            using (DeferredWrites writes = store.DeferWrites())
            {
                for (int n = 0; n < operations; n++)
                {
                    writes.Set($"id-{n}", """{"text":"some sixty bytes of a record, as they often are in such stores"}"""u8);
                }
            }

            store.Compact();
        }

        CountingBackend view = new(_disk.Share());
        using OpsLogStore reader = OpsLogStore.Open(view, new() { ReadOnly = true });
        long index = Assert.Single(Indexes(_disk)).Length;
        Assert.InRange(index, operations, operations * 3L);
        for (int search = 0; search < 3; search++)
        {
            view.Reset();
            Assert.Single(reader.GetHistory($"id-{_random.Next(operations)}"));
            Assert.InRange(view.BytesRead, 1, (search == 0 ? index : 0) + 400_000);
            view.Reset();
            Assert.Empty(reader.GetOperations(new() { Since = DateTime.UtcNow.AddHours(1) }));
            Assert.Single(reader.GetOperationsNewestFirst(new() { Id = "id-7" }));
            Assert.InRange(view.BytesRead, 1, 500_000);
        }
    }

    [Fact]
    public void Random_work_of_a_single_writer_has_an_exact_history_and_each_checkpoint_writes_an_index()
    {
        for (int round = 0; round < 4; round++)
        {
            MemoryBackend disk = new();
            OpsLogStore store = OpsLogStore.Open(disk.Share(), s_quiet);
            using OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true });
            for (int step = 0; step < 500; step++)
            {
                switch (_random.Next(60))
                {
                    case 0:
                        store.Compact();
                        break;
                    case 1:
                        store.Close();
                        store = OpsLogStore.Open(disk.Share(), s_quiet);
                        break;
                    case 2:
                        reader.Refresh();
                        AssertExact(disk, store, reader);
                        break;
                    default:
                        Work(store);
                        break;
                }
            }

            store.Compact();
            List<string> kept = [.. disk.List("ops/").Where(stored => StoreLayout.IsLog(stored.Name) && stored.Length > 2 * 64 * 1024 && stored.Name != store.GetStatistics().Log).Select(stored => stored.Name)];
            Assert.All(kept.Append(kept[0]), log => Assert.NotNull(disk.Find(StoreLayout.Index(log))));
            reader.Refresh();
            AssertExact(disk, store, reader);
            store.Close();
            Assert.Equal("", Findings.Of(disk.Share()));
        }
    }

    [Fact]
    public void Random_work_of_agents_has_an_exact_history()
    {
        OpsLogStore[] agents = [.. new[] { "a", "b" }.Select(agent => OpsLogStore.Open(_disk.Share(), s_quiet with { Agent = agent }))];
        using OpsLogStore reader = OpsLogStore.Open(_disk.Share(), new() { ReadOnly = true });
        for (int step = 0; step < 700; step++)
        {
            OpsLogStore agent = agents[_random.Next(2)];
            switch (_random.Next(60))
            {
                case 0:
                    agent.Compact();
                    break;
                case 1:
                    Array.ForEach(agents, one => one.Flush());
                    Array.ForEach(agents, one => one.Refresh());
                    reader.Refresh();
                    AssertExact(_disk, agent, reader);
                    break;
                default:
                    Work(agent);
                    break;
            }
        }

        Array.ForEach(agents, agent => agent.Compact());
        reader.Refresh();
        AssertExact(_disk, agents[0], reader);
        Assert.NotEmpty(Indexes(_disk));
        Array.ForEach(agents, agent => agent.Close());
        Assert.Equal("", Findings.Of(_disk.Share()));
    }

    [Fact]
    public void A_checkpoint_succeeds_although_no_index_can_be_written()
    {
        FaultyBackend faulty = new(_disk.Share());
        using OpsLogStore store = OpsLogStore.Open(faulty, s_quiet);
        Fill(store);
        int met = 0;
        faulty.Before = (call, name) =>
        {
            if (name.EndsWith(".idx", StringComparison.Ordinal))
            {
                met++;
                throw new StorageException("write", name, new IOException("by a test"));
            }
        };
        Assert.True(store.Compact().Taken);
        Assert.True(met > 0);
        Assert.Empty(store.Warnings);
        Assert.Empty(Indexes(_disk));
        faulty.Before = (_, _) => { };
        Assert.Single(store.GetHistory("id-5"));
        Assert.Single(Indexes(_disk));
    }

    [Fact]
    public void An_index_ends_where_the_log_ends_after_an_erasure_and_a_refused_batch()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share(), s_quiet);
        Fill(store);
        string log = store.GetStatistics().Log;
        long end = store.GetStatistics().LogBytes;
        store.Set("late", $$"""{"text":"{{new string('x', 100_000)}}"}""");
        store.Erase();
        Assert.Throws<BatchStateException>(() => store.Batch(batch =>
        {
            batch.Set("b1", $$"""{"text":"{{new string('x', 200_000)}}"}""");
            batch.Set("b2", $$"""{"text":"{{new string('x', 200_000)}}"}""");
        }));
        store.Compact();
        Assert.Equal(end, LogIndexCodec.TryRead(_disk.Read(StoreLayout.Index(log))!.Content, log, out _)![^1].End);
        Assert.Empty(store.GetHistory("late"));
    }

    /// <summary>A log that was opened with content: the rest is read once, if it is little.</summary>
    [Fact]
    public void An_index_is_whole_where_an_earlier_session_began_the_log()
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share(), s_quiet))
        {
            Fill(store);
        }

        using (OpsLogStore store = OpsLogStore.Open(_disk.Share(), s_quiet))
        {
            store.Set("late", """{"n":1}""");
            store.Compact();
        }

        Assert.Single(Indexes(_disk));
        using OpsLogStore reader = OpsLogStore.Open(_disk.Share(), new() { ReadOnly = true });
        Assert.All(["id-5", "late"], id => Assert.Single(reader.GetHistory(id)));
    }

    /// <summary>A kill at every change of the disk.</summary>
    [Fact]
    public void A_crash_around_the_writing_of_an_index_leaves_a_store_that_is_whole()
    {
        FaultyBackend backend = new(_disk.Share());
        List<(string Where, MemoryBackend Disk)> images = [];
        using (OpsLogStore store = OpsLogStore.Open(backend, s_quiet with { HistoryRetention = new(MaximumLogs: 1) }))
        {
            for (int round = 0; round < 3; round++)
            {
                Fill(store);
                backend.Before = (call, name) =>
                {
                    if (CrashImage.IsSyncPoint(call))
                    {
                        images.Add(($"{round}: {call} {name}", _disk.Clone()));
                    }
                };
                store.Compact();
                backend.Before = (_, _) => { };
            }
        }

        Assert.Contains(images, image => image.Where.Contains("Put ops/", StringComparison.Ordinal) && image.Where.EndsWith(".idx", StringComparison.Ordinal));
        Assert.Contains(images, image => image.Where.Contains("Delete ops/", StringComparison.Ordinal) && image.Where.EndsWith(".idx", StringComparison.Ordinal));
        foreach ((string where, MemoryBackend disk) in images)
        {
            using OpsLogStore store = OpsLogStore.Open(disk, s_quiet with { HistoryRetention = new(MaximumLogs: 1) });
            using OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true });
            AssertExact(disk, store, reader);
            Fill(store);
            store.Compact();
            store.Close();
            Assert.True(disk.List("ops/").All(stored => StoreLayout.ParseIndex(stored.Name) is not { } owner || disk.Find(owner) is not null), where);
            Assert.Equal("", Findings.Of(disk.Share()));
        }
    }

    private static void Fill(OpsLogStore store)
    {
        for (int n = 0; n < 20; n++)
        {
            store.Set($"id-{n}", $$"""{"text":"{{new string('x', 8000)}}"}""");
        }

        store.Flush();
    }

    private void Work(OpsLogStore store)
    {
        string value = $$"""{"text":"{{new string((char)('a' + _random.Next(26)), _random.Next(6000))}}"}""";
        switch (_random.Next(10))
        {
            case 0:
                store.Undo();
                break;
            case 1:
                string id = Id();
                if (store.Contains(id))
                {
                    store.Delete(id);
                }

                break;
            case 2:
                store.Batch(batch =>
                {
                    batch.Set(Id(), value);
                    batch.Set(Id(), value);
                });
                break;
            case 3 when _random.Next(4) == 0:
                Assert.Throws<InvalidRecordException>(() => store.Set(Id(), $$"""{"text":"{{new string('x', 300_000)}}"}"""));
                break;
            default:
                store.Set(Id(), value);
                break;
        }
    }

    private string Id() => _random.Next(3) == 0 ? $"r{_random.Next(3)}" : $"r{_random.Next(3, 100)}";

    private void AssertExact(MemoryBackend disk, OpsLogStore writer, OpsLogStore reader)
    {
        writer.Flush();
        bool isShared = writer.Agent is not null;
        (string log, long length) = (writer.GetStatistics().Log, disk.Find(writer.GetStatistics().Log)!.Value.Length);
        DateTime time = DateTime.UtcNow.AddMilliseconds(-_random.Next(1, 2000));
        foreach (OperationFilter filter in new OperationFilter[] { new() { Id = "r1" }, new() { Id = Id() }, new() { Id = Id() }, new() { Since = time }, new() { Until = time, Id = Id() }, new() { Id = "none" } })
        {
            List<string> all = [.. StoreHistory.Read(disk, log, length, isShared, filter).Select(Text)];
            Assert.Equal(all, writer.GetOperations(filter).Select(Text));
            Assert.Equal(Enumerable.Reverse(StoreHistory.ReadNewestFirst(disk, log, length, isShared, filter).Select(Text)), Enumerable.Reverse(writer.GetOperationsNewestFirst(filter).Select(Text)));
            if (!isShared)
            {
                reader.Refresh();
                Assert.Equal(all, reader.GetOperations(filter).Select(Text));
            }
        }
    }

    private static List<StoredObject> Indexes(MemoryBackend disk) => [.. disk.List("ops/").Where(stored => StoreLayout.ParseIndex(stored.Name) is not null)];

    private static string Text(LoggedOperation operation) => $"{operation.Log}@{operation.Offset} {operation.Id} {operation.Time:O} {operation.Clock} {operation.IsUndo}";
}
