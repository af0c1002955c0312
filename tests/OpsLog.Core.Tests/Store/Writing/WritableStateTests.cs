using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Store.Writing;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store.Writing;

public class WritableStateTests
{
    [Fact]
    public void What_the_log_could_not_take_is_reverted_in_memory_and_what_it_took_is_not()
    {
        FaultyBackend faulty = new(new MemoryBackend());
        using OwnedState owned = new(faulty);
        owned.State.Own.Writer.Commit(owned.Set("a", """{"n":1}""").Offset);
        owned.Set("a", """{"n":2}""");
        LogPosition last = owned.Set("b", "{}");
        faulty.Fail(StorageCall.Append);
        Assert.Throws<LogWriteException>(() => last.Log.Commit(last.Offset));
        Assert.Equal("""{"n":1}""", owned.Get("a"));
        Assert.Null(owned.Get("b"));
        Assert.Equal((1, owned.Backend.Find(owned.State.LogName)!.Value.Length), owned.State.Uncovered());
        Assert.Equal(1, owned.LogsEnded);
        Assert.False(owned.Condition.IsFailureReported);
        Assert.Throws<StoreFailedException>(() => owned.Set("c", "{}"));
    }

    [Fact]
    public void A_step_that_is_too_large_leaves_nothing_of_itself()
    {
        using OwnedState owned = new(options: new() { LargestStep = 700 });
        owned.Set("a", """{"n":1}""");
        long end = owned.State.End.Offset;
        string half = $$"""{"text":"{{new string('x', 250)}}"}""";
        using (StoreTurn turn = owned.State.EnterTurn(default))
        {
            Assert.Throws<BatchStateException>(() => owned.State.AppendStep(turn, [OwnedState.Staged("a", half), OwnedState.Staged("b", half), OwnedState.Staged("c", half)]));
        }

        Assert.Equal("""{"n":1}""", owned.Get("a"));
        Assert.Null(owned.Get("b"));
        Assert.Equal(end, owned.State.End.Offset);
        Assert.Equal((1, end), owned.State.Uncovered());

        // What waited before the step is committed, and no more than that.
        owned.State.Own.Writer.Commit(owned.State.End.Offset);
        Assert.Equal(1, owned.Lines());
    }

    [Fact]
    public void A_step_of_a_store_that_was_closed_meanwhile_composes_nothing()
    {
        using OwnedState owned = new();
        owned.State.Own.Writer.Commit(owned.Set("a", """{"n":1}""").Offset);
        using StoreTurn turn = owned.State.EnterTurn(default);
        owned.Condition.Close();
        owned.State.Dispose();
        long end = owned.State.End.Offset;
        Assert.Throws<StoreClosedException>(() => owned.State.AppendStep(turn, [OwnedState.Staged("a", """{"n":2}""")]));
        Assert.Equal(end, owned.State.End.Offset);
        Assert.Equal(1, owned.Lines());
    }

    [Fact]
    public void A_single_write_that_is_too_large_leaves_nothing_of_itself()
    {
        using OwnedState owned = new(options: new() { LargestStep = 200 });
        Assert.Throws<InvalidRecordException>(() => owned.Set("a", $$"""{"text":"{{new string('x', 250)}}"}"""));
        Assert.Null(owned.Get("a"));
        Assert.Equal((0, 0), owned.State.Uncovered());
        Assert.Equal(0, owned.State.End.Offset);
    }

    [Fact]
    public void A_step_that_is_cut_off_leaves_the_records_the_end_and_the_count_as_they_were()
    {
        using OwnedState owned = new();
        owned.State.Own.Writer.Commit(owned.Set("a", """{"n":1}""").Offset);
        long before = owned.State.End.Offset;
        owned.State.Own.Writer.Commit(owned.Set("a", """{"n":2}""").Offset);
        using StoreTurn turn = owned.State.EnterTurn(default);
        owned.State.CutStep(turn, before, [OwnedState.Staged("a", """{"n":1}""")]);
        Assert.Equal("""{"n":1}""", owned.Get("a"));
        Assert.Equal((1, before), owned.State.Uncovered());
        Assert.Equal(before, owned.State.End.Offset);
        Assert.Equal(1, owned.Lines());
    }

    [Fact]
    public void A_delete_of_nothing_has_no_line()
    {
        using OwnedState owned = new();
        Assert.Null(owned.State.Delete("a"u8, default, default));
        Assert.Equal(0, owned.State.End.Offset);
    }

    [Fact]
    public void A_single_writer_keeps_no_clock_of_its_own()
    {
        using OwnedState owned = new();
        owned.Set("a", "{}");
        Assert.Equal(0, owned.State.Clock);
    }

    [Fact]
    public void A_write_that_waits_ends_with_its_token()
    {
        using OwnedState owned = new();
        using StoreTurn turn = owned.State.EnterTurn(default);
        using CancellationTokenSource cancel = new();
        Exception? error = null;
        Thread writer = new(() => error = Record.Exception(() => owned.Set("a", "{}", cancel.Token)));
        writer.Start();
        cancel.CancelAfter(10);
        Assert.True(writer.Join(TimeSpan.FromSeconds(30)));
        Assert.IsAssignableFrom<OperationCanceledException>(error);
        Assert.Equal(0, owned.State.End.Offset);
    }

    [Theory]
    [InlineData("logs")]
    [InlineData("known logs")]
    [InlineData("agents")]
    [InlineData("adopt")]
    [InlineData("adopt version")]
    [InlineData("read")]
    [InlineData("replace")]
    [InlineData("replace and go on")]
    [InlineData("append")]
    [InlineData("pass")]
    [InlineData("cut")]
    [InlineData("switch")]
    public void Without_the_turn_nothing_of_it_changes(string call)
    {
        using OwnedState owned = new();
        owned.Put("a", "{}");
        LoadedStore loaded = owned.Load();
        OwnLog other = new("ops/ops-1.jsonl", owned.State.Own.Writer);
        WritableState state = owned.State;
        Action<StoreTurn> change = call switch
        {
            "logs" => turn => state.LogsOf(turn),
            "known logs" => turn => state.KnownLogsOf(turn),
            "agents" => turn => state.AgentsOf(turn),
            "adopt" => turn => state.Adopt(turn, loaded.Manifest),
            "adopt version" => turn => state.AdoptVersion(turn, loaded.Manifest),
            "read" => turn => state.TryReadNew(turn, null, null),
            "replace" => turn => state.Replace(turn, loaded),
            "replace and go on" => turn => state.Replace(turn, loaded, other),
            "append" => turn => state.AppendStep(turn, [OwnedState.Staged("b", "{}")]),
            "pass" => turn => state.PassOwnLog(turn),
            "cut" => turn => state.CutStep(turn, 0, [OwnedState.Staged("a", null)]),
            _ => turn => state.SwitchTo(turn, other, loaded.Manifest, loaded.State.Header, 1, loaded.State.Logs),
        };
        StoreTurn ended = state.EnterTurn(default);
        ended.Dispose();
        using StoreTurn later = state.EnterTurn(default);
        (ManifestFile manifest, OwnLog own, long end, long read) = (state.ManifestFile, state.Own, state.End.Offset, state.ReadUpTo().Length);
        Assert.Throws<InvalidOperationException>(() => change(ended));
        Assert.Same(manifest, state.ManifestFile);
        Assert.Same(own, state.Own);
        Assert.Equal((end, read, (1, end), 1), (state.End.Offset, state.ReadUpTo().Length, state.Uncovered(), owned.Lines()));
        Assert.Equal(["a"], state.View().Ids());
        Assert.Equal(0, owned.LogsEnded);
    }

    [Fact]
    public void What_it_wrote_is_not_applied_or_counted_again_once_its_own_log_is_passed()
    {
        using OwnedState owned = new(options: new() { Agent = "a" });
        owned.Put("x", "{}");
        owned.Put("x", "{}");
        (long Operations, long Bytes) before = owned.State.Uncovered();
        using StoreTurn turn = owned.State.EnterTurn(default);
        owned.State.PassOwnLog(turn);
        List<LoggedOperation> read = [];
        Assert.True(owned.State.TryReadNew(turn, null, read));
        Assert.Empty(read);
        Assert.Equal(before, owned.State.Uncovered());
        Assert.Equal((2, owned.State.End.Offset), before);
    }

    [Fact]
    public void An_inverse_that_lost_against_a_later_operation_is_reverted_without_effect()
    {
        MemoryBackend disk = new();
        FaultyBackend faulty = new(disk.Share());
        using OwnedState a = new(faulty, new() { Agent = "a" });
        using OwnedState b = new(disk.Share(), new() { Agent = "b" });
        b.Put("x", """{"by":"b","n":1}""");
        b.Put("x", """{"by":"b","n":2}""");
        using StoreTurn turn = a.State.EnterTurn(default);
        a.State.Adopt(turn, ManifestFile.Read(disk));
        a.State.TryReadNew(turn, a.State.LogName, null);
        StagedOperation inverse = OwnedState.Staged("x", null) with { Undone = new UndoneOperation("{}"u8.ToArray(), 1, 1) };
        LogPosition position = a.State.AppendStep(turn, [inverse]);
        Assert.Equal("""{"by":"b","n":2}""", a.Get("x"));
        faulty.Fail(StorageCall.Append);
        Assert.Throws<LogWriteException>(() => position.Log.Commit(position.Offset));
        Assert.Equal("""{"by":"b","n":2}""", a.Get("x"));
        Assert.Equal(2, a.State.Uncovered().Operations);
    }
}
