using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

/// <summary>Conditional writes through the store, a batch and a run of deferred writes.</summary>
public sealed class WriteConditionTests : IDisposable
{
    private readonly OpsLogStore _store = OpsLogStore.Open(new MemoryBackend());

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Only_a_missing_record_is_created()
    {
        EveryWay(writer =>
        {
            Assert.True(writer.Set("a", """{"n":1}"""u8, WriteCondition.IfMissing));
            Assert.Equal("a", Assert.Throws<RecordExistsException>(() => writer.Set("a", """{"n":2}"""u8, WriteCondition.IfMissing)).Id);
            Assert.Throws<RecordExistsException>(() => writer.Merge("a", """{"n":2}"""u8, condition: WriteCondition.IfMissing));
        });

        Assert.Equal("""{"n":1}""", _store.GetText("a"));
    }

    [Fact]
    public void A_removed_record_is_missing() => EveryWay(writer =>
    {
        writer.Set("a", "{}"u8);
        writer.Delete("a");
        Assert.True(writer.Set("a", """{"n":1}"""u8, WriteCondition.IfMissing));
    });

    [Fact]
    public void An_equal_record_is_not_written()
    {
        EveryWay(writer =>
        {
            Assert.True(writer.Set("a", """{"n":1,"m":2}"""u8, WriteCondition.IfDifferent));
            Assert.False(writer.Set("a", """{ "m": 2.0, "n": 1 }"""u8, WriteCondition.IfDifferent));
            Assert.False(writer.Merge("a", """{"N":1}"""u8, new MergeOptions { IgnoreCase = true }, WriteCondition.IfDifferent));
            Assert.True(writer.Merge("a", """{"n":3}"""u8, condition: WriteCondition.IfDifferent));
            Assert.True(writer.Set("a", """{"n":3,"m":2}"""u8));
        });

        Assert.Equal(3, _store.GetHistory("a").Count());
    }

    [Fact]
    public void One_of_many_threads_creates_a_record()
    {
        int created = 0;
        RunThreads.AtOnce(4, number =>
        {
            for (int i = 0; i < 100; i++)
            {
                try
                {
                    _store.Set($"r{i}", Encoding.UTF8.GetBytes($$"""{"n":{{number}}}"""), WriteCondition.IfMissing);
                    Interlocked.Increment(ref created);
                }
                catch (RecordExistsException)
                {
                    // Another thread was first.
                }
            }
        });

        Assert.Equal(100, created);
        Assert.Equal(100, _store.GetStatistics().OperationsSinceCheckpoint);
    }

    [Fact]
    public void A_part_of_a_batch_is_taken_back()
    {
        _store.Set("a", """{"n":0}"""u8);
        _store.Batch(batch =>
        {
            batch.Set("b", """{"n":1}"""u8);
            int before = batch.OperationCount;
            batch.Set("b", """{"n":2}"""u8);
            batch.Set("c", "{}"u8);
            batch.Delete("a");
            Assert.Equal(2, batch.View().Count);

            batch.RollBackTo(before);

            Assert.Equal(["a", "b"], batch.View().Ids());
            Assert.Equal(2, batch.Count);
            Assert.False(batch.Contains("c"));
        });

        Assert.Equal(["""{"n":0}""", """{"n":1}"""], _store.State().Select(record => record.Value));
    }

    /// <summary>Runs the body with each kind of writer on a store without records.</summary>
    private void EveryWay(Action<IRecordWriter> body)
    {
        using (OpsLogStore other = OpsLogStore.Open(new MemoryBackend()))
        {
            other.Batch(body);
        }

        using (OpsLogStore other = OpsLogStore.Open(new MemoryBackend()))
        {
            using DeferredWrites deferred = other.DeferWrites();
            body(deferred);
        }

        body(_store);
    }
}
