using System.Diagnostics;
using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

public class WriteTests
{
    private static readonly OpsLogStoreOptions s_keepLog = new() { CheckpointOnClose = CheckpointOnClose.Never };

    public static TheoryData<OpsLogStoreOptions> EveryWayToWrite => new(
        from mode in Enum.GetValues<WriteMode>()
        from durability in Enum.GetValues<Durability>()
        select new OpsLogStoreOptions { WriteMode = mode, Durability = durability, GroupDelay = TimeSpan.FromMilliseconds(1) });

    [Theory]
    [MemberData(nameof(EveryWayToWrite))]
    public void What_was_written_is_there_after_reopening(OpsLogStoreOptions options)
    {
        MemoryBackend disk = new();
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), options))
        {
            store.Set("a", """{"n":1}""");
            store.Set("b", """{"n":2}""");
            store.Set("a", """{"n":3}""");
            store.Delete("b");
            store.Set("c", """{"n":4}""");
        }

        using OpsLogStore reopened = OpsLogStore.Open(disk.Share());
        Assert.Equal([new("a", """{"n":3}"""), new("c", """{"n":4}""")], reopened.State());
    }

    [Theory]
    [InlineData("""{"n":12345678901234567890123456789,"x":1.10,"y":1E400,"z":-0}""")]
    [InlineData("""{"b":1,"a":2,"10":3,"2":4}""")]
    [InlineData("""{"text":"ünïcödé \ud83d\ude00 😀 \u0041 \/ \ud800"}""")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("{}")]
    public void A_record_keeps_every_byte(string json)
    {
        MemoryBackend disk = new();
        for (int round = 0; round < 3; round++)
        {
            using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { CheckpointOnClose = CheckpointOnClose.Always });
            if (round == 0)
            {
                store.Set("id", json);
            }

            Assert.Equal(json, store.GetText("id"));
            store.Set("other", $$"""{"round":{{round}}}""");
        }
    }

    [Fact]
    public void White_space_between_parts_goes_and_within_strings_stays()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Set("id", " { \"a\" : [ 1 ,\n 2 ] ,\t\"b c\" : \"d  e\" }\r\n");
        Assert.Equal("""{"a":[1,2],"b c":"d  e"}""", store.GetText("id"));
    }

    [Theory]
    [InlineData("\"quoted\"")]
    [InlineData("back\\slash")]
    [InlineData("line\nbreak\0nul")]
    [InlineData("ключ 😀")]
    [InlineData("half \ud83d pair")]
    [InlineData("__proto__")]
    [InlineData(" ")]
    public void Any_string_but_the_empty_one_is_an_id(string id)
    {
        MemoryBackend disk = new();
        foreach (CheckpointOnClose checkpoint in new[] { CheckpointOnClose.Never, CheckpointOnClose.Always, CheckpointOnClose.Never })
        {
            using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { CheckpointOnClose = checkpoint });
            if (checkpoint == CheckpointOnClose.Never && store.Count == 0)
            {
                store.Set(id, """{"n":1}""");
            }

            Assert.Equal([new(id, """{"n":1}""")], store.State());
            Assert.True(store.Contains(id));
        }
    }

    [Fact]
    public void Ids_are_ordinal_and_case_sensitive()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Set("a", """{"n":1}""");
        store.Set("A", """{"n":2}""");
        store.Set("ä", """{"n":3}""");
        store.Set("a\u0308", """{"n":4}""");
        Assert.Equal(4, store.Count);
    }

    [Theory]
    [InlineData("5", RecordFault.NotAnObject)]
    [InlineData("\"text\"", RecordFault.NotAnObject)]
    [InlineData("[1]", RecordFault.NotAnObject)]
    [InlineData("null", RecordFault.NotAnObject)]
    [InlineData("true", RecordFault.NotAnObject)]
    [InlineData("", RecordFault.Malformed)]
    [InlineData("{\"a\":}", RecordFault.Malformed)]
    [InlineData("{\"a\":1}}", RecordFault.Malformed)]
    [InlineData("{\"a\":NaN}", RecordFault.Malformed)]
    public void A_value_that_is_no_record_is_refused_and_changes_nothing(string json, RecordFault fault)
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share());
        store.Set("a", """{"n":1}""");
        long log = store.GetStatistics().LogBytes;
        Assert.Equal(fault, Assert.Throws<InvalidRecordException>(() => store.Set("a", json)).Fault);
        Assert.Equal([new("a", """{"n":1}""")], store.State());
        Assert.Equal(log, store.GetStatistics().LogBytes);
    }

    [Fact]
    public void Nesting_is_allowed_to_100_levels_and_refused_beyond()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);
        store.Set("deep", Nested(100));
        Assert.Equal(RecordFault.TooDeep, Assert.Throws<InvalidRecordException>(() => store.Set("deeper", Nested(101))).Fault);
        Assert.False(store.Contains("deeper"));
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        byte[] latin1 = [.. "{\"a\":\""u8, 0xE4, .. "\"}"u8];
        Assert.Equal(RecordFault.Malformed, Assert.Throws<InvalidRecordException>(() => store.Set("a", latin1)).Fault);
    }

    [Fact]
    public void An_empty_id_is_refused() =>
        Assert.Throws<InvalidRecordIdException>(() => OpsLogStore.Open(new MemoryBackend()).Set("", "{}"));

    [Fact]
    public void Deleting_a_record_that_is_not_there_is_an_error()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Set("here", "{}");
        Assert.Equal("gone", Assert.Throws<RecordNotFoundException>(() => store.Delete("gone")).Id);
        Assert.Equal(1, store.Count);
        Assert.Equal(1, store.GetStatistics().OperationsSinceCheckpoint);
    }

    [Fact]
    public void A_closed_store_refuses_everything()
    {
        OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Close();
        store.Close();
        Assert.False(store.IsOpen);
        Assert.Throws<StoreClosedException>(() => store.Set("a", "{}"));
        Assert.Throws<StoreClosedException>(() => store.Delete("a"));
        Assert.Throws<StoreClosedException>(() => store.Get("a"));
        Assert.Throws<StoreClosedException>(() => store.View());
        Assert.Throws<StoreClosedException>(() => store.Undo());
        Assert.Throws<StoreClosedException>(() => store.Flush());
        Assert.Throws<StoreClosedException>(() => store.Compact());
        Assert.Throws<StoreClosedException>(() => store.BeginBatch());
        Assert.Throws<StoreClosedException>(() => store.GetOperations().ToList());
    }

    [Fact]
    public void Deferred_writes_share_one_flush()
    {
        FlushCounter disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk, s_keepLog);
        int before = disk.Flushes;
        using (DeferredWrites writes = store.DeferWrites())
        {
            for (int i = 0; i < 1000; i++)
            {
                writes.Set($"id-{i}", """{"n":1}""");
            }

            Assert.Equal(before, disk.Flushes);
            writes.Complete();
        }

        Assert.Equal(before + 1, disk.Flushes);
    }

    [Fact]
    public void Threads_that_write_at_once_lose_nothing_and_share_flushes()
    {
        FlushCounter disk = new() { FlushTakes = TimeSpan.FromMilliseconds(5) };
        MemoryBackend memory = disk.Memory;
        const int Threads = 8;
        const int Each = 50;
        int before;
        using (OpsLogStore store = OpsLogStore.Open(disk, s_keepLog))
        {
            before = disk.Flushes;
            RunThreads.AtOnce(Threads, thread =>
            {
                for (int i = 0; i < Each; i++)
                {
                    store.Set($"{thread}-{i}", $$"""{"n":{{i}}}""");
                    Assert.Equal($$"""{"n":{{i}}}""", store.GetText($"{thread}-{i}"));
                }
            });
            Assert.InRange(disk.Flushes - before, Each, Threads * Each / 2);
        }

        using OpsLogStore reopened = OpsLogStore.Open(memory.Share());
        Assert.Equal(Threads * Each, reopened.Count);
    }

    [Fact]
    public void A_view_stays_as_it_was_while_the_store_changes()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        for (int i = 0; i < 5000; i++)
        {
            store.Set($"id-{i}", $$"""{"n":{{i}}}""");
        }

        OpsLog.Core.State.RecordView view = store.View();
        for (int i = 0; i < 5000; i += 2)
        {
            store.Delete($"id-{i}");
            store.Set($"new-{i}", "{}");
        }

        int seen = 0;
        foreach (OpsLog.Core.State.RecordRef record in view)
        {
            Assert.Equal($"id-{seen}", record.IdText);
            Assert.Equal($$"""{"n":{{seen}}}""", Encoding.UTF8.GetString(record.Value));
            seen++;
        }

        Assert.Equal(5000, seen);
    }

    [Fact]
    public void A_full_group_is_flushed_completely_by_its_last_writer()
    {
        using OpsLogStore store = OpsLogStore.Open(
            new MemoryBackend(), new() { WriteMode = WriteMode.Group, GroupSize = 3, GroupDelay = TimeSpan.FromMinutes(10) });
        DeferredWrites[] runs = [.. Enumerable.Range(0, 3).Select(_ => store.DeferWrites())];
        for (int i = 0; i < runs.Length; i++)
        {
            runs[i].Set($"id-{i}", "{}"u8);
        }

        List<Thread> waiting = [];
        Stopwatch time = Stopwatch.StartNew();
        foreach (DeferredWrites later in runs[1..])
        {
            Thread thread = new(later.Complete);
            thread.Start();
            SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin));
            waiting.Add(thread);
        }

        runs[0].Complete();
        waiting.ForEach(thread => thread.Join());
        Assert.True(time.Elapsed < TimeSpan.FromMinutes(5), "some thread waited for the delay");
    }
}
