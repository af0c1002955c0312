using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Segments;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

/// <summary>
/// Puts of the manifest that take effect and whose answer is lost: sent again, the request conflicts with itself, or the
/// caller gets an error. Nothing that the manifest names may be deleted then, and nothing acknowledged may be missing.
/// </summary>
public sealed class LostAnswerTests
{
    private readonly MemoryBackend _disk = new();
    private readonly FaultyBackend _faulty;

    public LostAnswerTests() => _faulty = new FaultyBackend(_disk.Share());

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void A_compaction_that_took_effect_and_came_back_as_a_conflict_goes_on_in_the_new_log(string? agent)
    {
        using (OpsLogStore store = OpenWithX(agent))
        {
            LoseAnswer();
            Assert.True(store.Compact().Taken);
            store.Set("y", """{"n":2}""");
            Assert.Equal(1, store.GetStatistics().OperationsSinceCheckpoint);
        }

        AssertRecords("x", "y");
    }

    /// <summary>
    /// An agent that registers before the manifest is read again is in it together with the changes of the put.
    /// </summary>
    [Fact]
    public void A_compaction_that_took_effect_is_recognised_beside_an_agent_that_came_right_after_it()
    {
        using OpsLogStore a = OpenWithX("a");
        OpsLogStore? late = null;
        bool isPut = false;
        _faulty.Before = (call, _) =>
        {
            if (isPut && late is null)
            {
                late = OpsLogStore.Open(_disk.Share(), new() { Agent = "late" });
                late.Set("y", """{"n":2}""");
            }

            isPut |= call == StorageCall.Put;
        };
        LoseAnswer();
        Assert.True(a.Compact().Taken);
        Assert.NotNull(late);
        a.Refresh();
        Assert.Equal(["x", "y"], a.StateById().Keys);
        a.Set("z", """{"n":3}""");
        late.Refresh();
        Assert.Equal(["x", "y", "z"], late.StateById().Keys);
        late.Dispose();
        a.Dispose();
        AssertRecords("x", "y", "z");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void A_compaction_that_took_effect_and_came_back_as_an_error_leaves_what_the_manifest_names(string? agent)
    {
        using (OpsLogStore store = OpenWithX(agent))
        {
            _faulty.Fail(StorageCall.Put, after: true);
            Assert.Throws<StoreFailedException>(() => store.Compact());
            Assert.Throws<StoreFailedException>(() => store.Set("y", """{"n":2}"""));
        }

        AssertRecords("x");
    }

    /// <summary>
    /// If the current manifest can't be read, it is not known which log is current, so nothing more may be
    /// acknowledged.
    /// </summary>
    [Fact]
    public void A_compaction_whose_outcome_can_t_be_read_takes_no_more_writes()
    {
        using (OpsLogStore a = OpenWithX("a"))
        {
            LoseAnswer();
            bool isPut = false;
            _faulty.Before = (call, _) =>
            {
                if (isPut && call == StorageCall.Read)
                {
                    _faulty.Fail(StorageCall.Read);
                    isPut = false;
                }

                isPut |= call == StorageCall.Put;
            };
            Assert.Throws<StoreFailedException>(() => a.Compact());
            Assert.Throws<StoreFailedException>(() => a.Set("y", """{"n":2}"""));
        }

        _faulty.Before = (_, _) => { };
        AssertRecords("x");
    }

    [Fact]
    public void A_registration_that_took_effect_and_came_back_as_a_conflict_is_one()
    {
        OpsLogStore.Open(_disk.Share()).Dispose();
        LoseAnswer();
        OpenWithX("a").Dispose();

        AssertRecords("x");
        Assert.Single(_disk.List("ops/agent-a-"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void An_archive_and_its_undo_that_took_effect_and_came_back_as_conflicts_are_done_once(string? agent)
    {
        using (OpsLogStore store = OpenWithX(agent))
        {
            store.Set("y", """{"n":2}""");
            store.Archive(record => record.IdText == "y", "old");
            LoseAnswer();
            Assert.Equal(1, store.Archive(record => record.IdText == "x", "new").Records);
            Assert.Equal(2, store.GetStatistics().ArchivedRecords);
            LoseAnswer();
            Assert.Single(store.Undo());
            Assert.Equal(1, store.GetStatistics().ArchivedRecords);
            Assert.Equal(["old"], store.GetSegmentNames());
            Assert.True(store.Compact().Taken);
        }

        AssertRecords("x");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void A_migration_that_took_effect_and_came_back_as_a_conflict_is_done(string? agent)
    {
        OpenWithX(null).Dispose();

        // The first put of a single writer is its marker.
        LoseAnswer(nth: 2);
        OpsLogStoreOptions migrating = new() { Agent = agent, SchemaVersion = 2, Migration = (_, _, _) => Encoding.UTF8.GetBytes("""{"v":2}""") };
        using (OpsLogStore store = OpsLogStore.Open(_faulty, migrating))
        {
            Assert.Equal("""{"v":2}""", store.GetText("x"));
            store.Set("y", """{"v":2}""");
        }

        using OpsLogStore reader = OpsLogStore.Open(_disk.Share(), new() { ReadOnly = true, SchemaVersion = 2 });
        Assert.Equal(["x", "y"], reader.StateById().Keys);
    }

    private OpsLogStore Open(string? agent) => OpsLogStore.Open(_faulty, new() { Agent = agent, CheckpointOnClose = CheckpointOnClose.Never });

    private OpsLogStore OpenWithX(string? agent)
    {
        OpsLogStore store = Open(agent);
        store.Set("x", """{"n":1}""");
        return store;
    }

    private void LoseAnswer(int nth = 1) => _faulty.Fail(StorageCall.Put, nth, with: new PutConflictException("by a test"), after: true);

    private void AssertRecords(params string[] ids)
    {
        using OpsLogStore reader = OpsLogStore.Open(_disk.Share(), new() { ReadOnly = true });
        Assert.Equal(ids, reader.StateById().Keys);
        Assert.Empty(reader.Warnings);
    }
}
