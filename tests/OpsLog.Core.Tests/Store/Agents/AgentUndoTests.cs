using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Store.Writing;

namespace OpsLog.Core.Tests.Store.Agents;

/// <summary>Where the inverse of a step goes in the order of all agents.</summary>
public sealed class AgentUndoTests : IDisposable
{
    private readonly MemoryBackend _disk = new();
    private readonly AgentParts _a;
    private readonly OwnedState _b;

    public AgentUndoTests()
    {
        _b = new OwnedState(_disk.Share(), new() { Agent = "b" });
        _a = new AgentParts(_disk.Share());
    }

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }

    [Fact]
    public void What_another_agent_wrote_later_stays_whoever_reads_it()
    {
        _a.Write(("x", """{"by":"a"}"""));
        _b.Put("x", """{"by":"b","n":1}""");
        _b.Put("x", """{"by":"b","n":2}""");
        _a.State.TryReadNew(_a.Turn, _a.State.LogName, null);
        Assert.Equal("x", Assert.Single(_a.Undo.Undo(_a.Turn)).Id);
        Assert.Equal("""{"by":"b","n":2}""", _a.Owned.Get("x"));
        Assert.Empty(_a.Undo.Undo(_a.Turn));
        AssertLoadedAlike();
    }

    [Fact]
    public void The_same_value_that_another_agent_wrote_later_is_not_taken_for_its_own()
    {
        using AgentParts c = new(_disk.Share(), "c");
        c.Write(("x", "{}"));
        _b.Put("x", """{"n":1}""");
        _b.Put("x", "{}");
        c.State.TryReadNew(c.Turn, c.State.LogName, null);
        Assert.Equal("x", Assert.Single(c.Undo.Undo(c.Turn)).Id);
        Assert.Equal("{}", c.Owned.Get("x"));
    }

    [Fact]
    public void An_inverse_has_the_clock_of_its_step_so_an_operation_in_between_wins()
    {
        _a.Write(("x", """{"by":"a"}"""));
        _a.Write(("y", "{}"));
        _a.Undo.Undo(_a.Turn);

        // Written at clock 1, as the step on y is at 2: b has read nothing of a.
        _b.Put("x", """{"by":"b"}""");
        _a.Undo.Undo(_a.Turn);
        _a.State.TryReadNew(_a.Turn, _a.State.LogName, null);
        Assert.Equal("""{"by":"b"}""", _a.Owned.Get("x"));
        AssertLoadedAlike();
    }

    [Fact]
    public void Undos_in_a_row_each_go_behind_the_one_before_and_take_a_batch_as_a_whole()
    {
        _a.Write(("x", """{"n":1}"""));
        _a.Write(("x", """{"n":2}"""), ("y", "{}"), ("x", """{"n":3}"""), ("y", null));
        _a.Write(("x", """{"n":4}"""));
        Assert.Single(_a.Undo.Undo(_a.Turn));
        Assert.Equal("""{"n":3}""", _a.Owned.Get("x"));
        Assert.Equal(4, _a.Undo.Undo(_a.Turn).Count);
        Assert.Equal(("""{"n":1}""", null), (_a.Owned.Get("x"), _a.Owned.Get("y")));
        AssertLoadedAlike();
        Assert.Single(_a.Undo.Undo(_a.Turn));
        Assert.Empty(_a.State.View().Ids());
        Assert.Empty(_a.Undo.Undo(_a.Turn));
        AssertLoadedAlike();
    }

    [Fact]
    public void A_step_of_which_the_stamp_is_forgotten_is_refused_and_nothing_is_written()
    {
        _a.Write(("x", "{}"));
        _a.Write(("x", null));
        _a.SwitchToSnapshot(horizon: _a.State.Clock);
        Assert.Throws<UndoException>(() => _a.Undo.Undo(_a.Turn));
        Assert.Equal((0, 0), (_a.State.End.Offset, _a.State.Uncovered().Operations));
        Assert.Null(_a.Owned.Get("x"));
    }

    /// <summary>Any process that replays the logs has the same records.</summary>
    private void AssertLoadedAlike() =>
        Assert.Equal(Support.TableText.Of(_a.State.View()), Support.TableText.Of(_a.Owned.Load().State.Table));
}
