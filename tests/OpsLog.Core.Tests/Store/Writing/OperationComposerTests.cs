using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.Core.Store.History;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Tests.Store.Writing;

public sealed class OperationComposerTests : IDisposable
{
    private readonly OwnedState _owned = new();
    private readonly RecordTable _table = new();
    private readonly OperationComposer _composer = new(largestStep: 300);

    public void Dispose() => _owned.Dispose();

    [Fact]
    public void Each_line_gives_back_the_record_before_it_whatever_the_lines_before_were()
    {
        string long1 = $$"""{"text":"{{new string('x', 60)}}","n":1}""";
        string long2 = $$"""{"text":"{{new string('x', 60)}}","n":2}""";
        Assert.Null(Composed(OperationKind.Set, long1).Before.Text());
        _table.Set("a"u8, Encoding.UTF8.GetBytes(long1));
        Assert.Equal(long1, Composed(OperationKind.Set, long2).Before.Text());
        Assert.Equal(long1, Composed(OperationKind.Set, """{"other":true}""").Before.Text());
        Assert.Equal(long1, Composed(OperationKind.Set, long2).Before.Text());
        Assert.Equal(long1, Composed(OperationKind.Delete, null).Before.Text());
    }

    [Fact]
    public void An_inverse_contains_what_it_takes_back_and_not_the_record_as_it_is()
    {
        _table.Set("a"u8, """{"by":"another"}"""u8);
        Assert.Equal("""{"by":"me"}""", Composed(OperationKind.Delete, null, """{"by":"me"}""", undoRank: 1).Before.Text());
    }

    [Fact]
    public void A_line_that_is_too_large_is_refused_and_the_lines_before_it_do_not_count()
    {
        byte[] half = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', 100)}}"}""");
        using LogWriter.LogStepScope step = _owned.State.Own.Writer.BeginStep();
        for (int i = 0; i < 2; i++)
        {
            OperationDraft draft = new() { Kind = OperationKind.Set, Id = "a"u8, Data = half };
            _composer.Compose(step, _table, ref draft);
        }

        Assert.True(step.Length > 300);
        byte[] whole = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', 300)}}"}""");
        bool isRefused = false;
        try
        {
            OperationDraft draft = new() { Kind = OperationKind.Set, Id = "a"u8, Data = whole };
            _composer.Compose(step, _table, ref draft);
        }
        catch (InvalidRecordException refusal)
        {
            isRefused = refusal.Fault == RecordFault.TooLarge;
        }

        step.Discard();
        Assert.True(isRefused);
    }

    [Fact]
    public void A_record_that_is_no_JSON_is_in_no_line_and_is_remembered_until_the_next_log()
    {
        byte[] spoilt = [.. "{\"text\":\""u8, 0xff, .. "\"}"u8];
        _table.Set("a"u8, spoilt);
        Assert.Null(Composed(OperationKind.Set, "{}").Before.Text());
        Assert.True(_composer.HidesPrevious);
        _composer.BeginLog();
        Assert.False(_composer.HidesPrevious);
        Assert.Equal("{}", Composed(OperationKind.Delete, null).Before.Text());
        Assert.True(_composer.HidesPrevious);
    }

    private LoggedOperation Composed(OperationKind kind, string? data, string? previous = null, int undoRank = 0)
    {
        using LogWriter.LogStepScope step = _owned.State.Own.Writer.BeginStep();
        OperationDraft draft = new()
        {
            Kind = kind,
            Id = "a"u8,
            Data = data is null ? default : Encoding.UTF8.GetBytes(data),
            Previous = previous is null ? default : Encoding.UTF8.GetBytes(previous),
            UndoRank = undoRank,
        };
        _composer.Compose(step, _table, ref draft);
        byte[] line = step.Lines.Span.ToArray();
        step.Discard();
        Assert.Equal((byte)'\n', line[^1]);
        Assert.True(OperationCodec.TryRead(line.AsSpan(..^1), out OperationView view, out string fault, out _), fault);
        Assert.True(view.IsSealed);
        LoggedOperation operation = HistoryReader.ToObject(view, default, _owned.State.LogName, 0);
        Assert.False(operation.IsBeforeUnknown);
        return operation;
    }
}
