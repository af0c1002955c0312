using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Opening;
using OpsLog.Core.Store.Roles;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Tests.Store.Roles;

public class WriterRoleTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void What_is_written_while_it_finishes_is_refused_and_not_lost(string? agent)
    {
        (StoreContext context, StoreRole role) = Open(new MemoryBackend(), new() { Agent = agent });
        using (role)
        {
            role.Finish(default);
            Assert.False(context.Condition.IsOpen);
            Assert.Throws<StoreClosedException>(() => role.Writer.Pipeline.Set("a", "{}"u8, WriteCondition.Always, default, default));
        }
    }

    [Fact]
    public void A_finish_that_is_cancelled_leaves_it_open()
    {
        (StoreContext context, StoreRole role) = Open(new MemoryBackend(), new());
        using (role)
        {
            Exception? error = null;
            using (role.State.EnterTurn(default))
            {
                Thread closing = new(() => error = Record.Exception(() => role.Finish(new CancellationToken(canceled: true))));
                closing.Start();
                Assert.True(closing.Join(TimeSpan.FromSeconds(30)));
            }

            Assert.IsAssignableFrom<OperationCanceledException>(error);
            Assert.True(context.Condition.IsOpen);
            role.Writer.Pipeline.Commit(role.Writer.Pipeline.Set("a", "{}"u8, WriteCondition.Always, default, default).Position);
        }
    }

    [Fact]
    public void Two_threads_that_close_at_once_are_no_error_and_release_the_store_once()
    {
        for (int round = 0; round < 20; round++)
        {
            MemoryBackend disk = new();
            OpsLogStore store = OpsLogStore.Open(disk.Share());
            store.Set("a", "{}"u8);
            RunThreads.AtOnce(2, _ => store.Close());
            OpsLogStore.Open(disk.Share()).Dispose();
        }
    }

    [Fact]
    public void What_is_due_waits_for_a_later_write_where_another_thread_has_the_turn()
    {
        (_, StoreRole role) = Open(new MemoryBackend(), new() { CheckpointThreshold = 1 });
        using (role)
        {
            WritePipeline pipeline = role.Writer.Pipeline;
            Core.Log.LogPosition position = pipeline.Set("a", "{}"u8, WriteCondition.Always, default, default).Position;
            string snapshot = role.State.Manifest.CurrentSnapshot;
            using (role.State.EnterTurn(default))
            {
                Thread other = new(() => pipeline.Acknowledge(position, default));
                other.Start();
                Assert.True(other.Join(TimeSpan.FromSeconds(30)));
                Assert.Equal(snapshot, role.State.Manifest.CurrentSnapshot);
            }

            pipeline.Maintain();
            Assert.NotEqual(snapshot, role.State.Manifest.CurrentSnapshot);
        }
    }

    [Fact]
    public void A_reader_writes_nothing_and_says_so()
    {
        MemoryBackend disk = new();
        OpsLogStore.Open(disk.Share()).Dispose();
        (StoreContext context, StoreRole role) = Open(disk.Share(), new() { ReadOnly = true });
        using (role)
        {
            Assert.Throws<StoreReadOnlyException>(() => role.Writer);
            context.Condition.Close();
            Assert.Throws<StoreClosedException>(() => role.Writer);
        }
    }

    private static (StoreContext Context, StoreRole Role) Open(IStorageBackend backend, OpsLogStoreOptions options) =>
        StoreOpener.Open(backend, options, default);
}
