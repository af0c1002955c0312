using System.Diagnostics;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

/// <summary>Each wait of the public interface ends with its token, leaves the state as it was, and the store works on.</summary>
public class StoreCancellationTests
{
    /// <summary>On an idle machine it takes a few milliseconds; a loaded one gets more time than that.</summary>
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(2);

    private static readonly OpsLogStoreOptions s_agent = new() { Agent = "a" };

    [Theory]
    [InlineData("batch")]
    [InlineData("run of writes")]
    [InlineData("flush")]
    [InlineData("compact")]
    [InlineData("undo")]
    [InlineData("archive")]
    [InlineData("refresh")]
    [InlineData("refresh with operations")]
    [InlineData("feed")]
    [InlineData("close")]
    public void A_wait_for_the_batch_of_another_thread(string call)
    {
        foreach (OpsLogStoreOptions options in (OpsLogStoreOptions[])[new(), s_agent])
        {
            using OpsLogStore store = OpsLogStore.Open(new MemoryBackend(), options);
            store.Set("x", """{"n":1}""");
            using StoreBatch batch = store.BeginBatch();
            AssertCancelled(cancellation => Call(store, call, cancellation));
            batch.Dispose();
            AssertUntouched(store);
        }
    }

    /// <summary>The run began before the batch, so that each write of it waits.</summary>
    [Theory]
    [InlineData("set")]
    [InlineData("merge")]
    [InlineData("delete")]
    public void A_write_of_a_run_that_waits_for_the_batch_of_another_thread(string call)
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Set("x", """{"n":1}""");
        using ManualResetEventSlim begun = new();
        using ManualResetEventSlim taken = new();
        using CancellationTokenSource cancel = new();
        Exception? error = null;
        Thread writer = new(() =>
        {
            using DeferredWrites writes = store.DeferWrites(cancel.Token);
            begun.Set();
            taken.Wait();
            error = Record.Exception(() =>
            {
                switch (call)
                {
                    case "set":
                        writes.Set("x", "{}"u8);
                        break;
                    case "merge":
                        writes.Merge("x", "{}"u8);
                        break;
                    default:
                        writes.Delete("x");
                        break;
                }
            });
        });
        writer.Start();
        begun.Wait();
        using (store.BeginBatch())
        {
            taken.Set();
            Assert.False(writer.Join(30));
            long began = Stopwatch.GetTimestamp();
            cancel.Cancel();
            Assert.True(writer.Join(TimeSpan.FromSeconds(30)));
            Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, s_bound);
        }

        Assert.IsAssignableFrom<OperationCanceledException>(error);
        AssertUntouched(store);
    }

    [Theory]
    [InlineData("compact")]
    [InlineData("undo")]
    [InlineData("archive")]
    public void A_wait_for_the_compaction_of_another_agent(string call)
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), s_agent);
        store.Set("x", """{"n":1}""");
        using (disk.Share().TryLock(StoreLayout.CompactionLock, "{}"u8).Lock)
        {
            AssertCancelled(cancellation => Call(store, call, cancellation));
        }

        AssertUntouched(store);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "a")]
    [InlineData("a", null)]
    [InlineData("a", "a")]
    public void A_wait_for_a_store_that_is_locked(string? holder, string? agent)
    {
        MemoryBackend disk = new();
        OpsLogStoreOptions options = new() { Agent = agent, LockTimeout = TimeSpan.FromMinutes(10) };
        using (OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { Agent = holder }))
        {
            store.Set("x", """{"n":1}""");
            AssertCancelled(cancellation => OpsLogStore.Open(disk.Share(), options, cancellation).Dispose());
            AssertUntouched(store);
        }

        OpsLogStore.Open(disk.Share(), options).Dispose();
    }

    [Fact]
    public void A_wait_for_a_group_ends_and_what_was_written_counts()
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk, new() { WriteMode = WriteMode.Group, GroupDelay = TimeSpan.FromMinutes(10) });
        using CancellationTokenSource cancel = new();
        Thread waiting = new(() =>
        {
            using DeferredWrites writes = store.DeferWrites(cancel.Token);
            writes.Set("x", """{"n":1}"""u8);
            writes.Complete();
        });
        waiting.Start();
        Assert.False(waiting.Join(50));
        long began = Stopwatch.GetTimestamp();
        cancel.Cancel();
        Assert.True(waiting.Join(TimeSpan.FromSeconds(30)));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, s_bound);
        using OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true });
        Assert.True(reader.Contains("x"));
    }

    private static void Call(OpsLogStore store, string call, CancellationToken cancellation)
    {
        switch (call)
        {
            case "batch":
                store.BeginBatch(cancellation).Dispose();
                break;
            case "run of writes":
                store.DeferWrites(cancellation).Dispose();
                break;
            case "flush":
                store.Flush(cancellation);
                break;
            case "compact":
                store.Compact(cancellation);
                break;
            case "undo":
                store.Undo(cancellation);
                break;
            case "archive":
                store.Archive(_ => true, "s", null, cancellation);
                break;
            case "refresh":
                store.Refresh(cancellation);
                break;
            case "refresh with operations":
                store.RefreshWithOperations(cancellation);
                break;
            case "feed":
                using (OperationFeed feed = store.Follow(cancellation))
                {
                    feed.Take(cancellation);
                }

                break;
            case "close":
                store.Close(cancellation);
                break;
        }
    }

    /// <summary>Makes a call on another thread, lets it wait, cancels it, and measures how long it goes on.</summary>
    private static void AssertCancelled(Action<CancellationToken> call)
    {
        using CancellationTokenSource cancel = new();
        Exception? error = null;
        Thread caller = new(() => error = Record.Exception(() => call(cancel.Token))) { IsBackground = true };
        caller.Start();
        Assert.False(caller.Join(30), $"The call did not wait: {error}");
        long began = Stopwatch.GetTimestamp();
        cancel.Cancel();
        Assert.True(caller.Join(TimeSpan.FromSeconds(30)), "The call went on.");
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, s_bound);
        Assert.IsAssignableFrom<OperationCanceledException>(error);
    }

    private static void AssertUntouched(OpsLogStore store)
    {
        Assert.True(store.IsOpen);
        Assert.Equal([new("x", """{"n":1}""")], store.State());
        Assert.Single(store.GetOperations());
        Assert.Empty(store.GetSegmentNames());
        store.Set("y", "{}");
        Assert.Equal("y", Assert.Single(store.Undo()).Id);
        Assert.True(store.Compact().Taken);
    }
}
