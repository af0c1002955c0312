using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Store;
using OpsLog.Core.Store.History;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>A log line: the result is the result of JSON.parse, and can be written and read again.</summary>
internal sealed class OperationTarget : FuzzTarget
{
    private readonly Mutator _mutator = new(Corpus.Operations);

    public override string Name => "OperationCodec";

    public override int Share => 150_000;

    public override FuzzInput Next(Random random)
    {
        byte[] line = random.Next(3) == 0 ? new Grammar(random).Operation() : _mutator.Next(random);
        line = [.. line.AsSpan().Trim((byte)'\n')];
        return FuzzInput.Of(random.Next(3) > 0 ? Sealer.Document(line) : line);
    }

    public override string Run(FuzzInput input)
    {
        byte[] line = input.Bytes;
        if (!OperationCodec.TryRead(line, out OperationView view, out string fault, out int offset))
        {
            FuzzFailureException.ThrowIf(fault.Length == 0, "a refusal without a reason");
            FuzzFailureException.ThrowIf(offset < 0 || offset > line.Length, $"the fault is at {offset}");
            ReadOnlySpan<byte> rest = line;
            while (OperationCodec.TryFindBatch(ref rest, out BatchMark mark))
            {
                FuzzFailureException.ThrowIf(mark.Index < 1 || mark.Index > mark.Count, $"a batch mark {mark}");
            }

            return fault;
        }

        ThrowUnlessAsParsed(line, view);
        ThrowUnlessWrittenAndRead(view);
        LoggedOperation operation = HistoryReader.ToObject(view, default, "log", 7);
        FuzzFailureException.ThrowUnlessEqual(view.Kind == OperationKind.Delete, operation.After is null, "a value after it");
        return operation.IsBeforeUnknown ? "accepted, its patch not applicable" : FuzzTally.Accepted;
    }

    private static void ThrowUnlessAsParsed(byte[] line, in OperationView view)
    {
        Dictionary<string, byte[]> parsed = (JsModel.Members(line) ?? throw new FuzzFailureException("the line is no object")).ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
        FuzzFailureException.ThrowUnlessEqual(JsModel.Text(parsed["id"]), JsModel.Plain(view.RawId), "id");
        FuzzFailureException.ThrowUnlessEqual(JsModel.Text(parsed["ts"]), JsModel.Plain(view.Timestamp), "ts");
        FuzzFailureException.ThrowUnlessEqual(JsModel.Text(parsed["op"]), view.Kind == OperationKind.Set ? "set" : "delete", "op");
        FuzzFailureException.ThrowUnlessEqual(Shown(parsed.GetValueOrDefault("data")), Shown(view.Data), "data");
        FuzzFailureException.ThrowUnlessEqual(Shown(parsed["prev"]), view.Previous.IsEmpty ? "null" : Shown(view.Previous), "prev");
        FuzzFailureException.ThrowUnlessEqual(JsModel.Text(parsed.GetValueOrDefault("encoding")) == "delta", view.IsDelta, "encoding");
        FuzzFailureException.ThrowUnlessEqual(JsModel.Text(parsed.GetValueOrDefault("agent")) ?? "", JsModel.Plain(view.RawAgent), "agent");
        FuzzFailureException.ThrowUnlessEqual(parsed.TryGetValue("clock", out byte[]? clock) || parsed.TryGetValue("at", out clock) ? decimal.Parse(Shown(clock)) : null, (decimal?)view.Clock, "clock");
        FuzzFailureException.ThrowUnlessEqual(parsed.TryGetValue("undo", out byte[]? undo) ? decimal.Parse(Shown(undo)) : 0, view.UndoRank, "undo");
        FuzzFailureException.ThrowUnlessEqual(parsed.ContainsKey("batch"), view.Batch.IsPart, "batch");
        FuzzFailureException.ThrowUnlessEqual(JsModel.Text(parsed.GetValueOrDefault("segment")) ?? "", JsModel.Plain(view.RawSegment), "segment");

        // Another program may use the names of these for something else, which is ignored.
        FuzzFailureException.ThrowUnlessEqual(JsModel.Text(parsed.GetValueOrDefault("author")) ?? "", JsModel.Plain(view.RawAuthor), "author");
        FuzzFailureException.ThrowUnlessEqual(JsModel.Text(parsed.GetValueOrDefault("comment")) ?? "", JsModel.Plain(view.RawComment), "comment");
        FuzzFailureException.ThrowUnlessEqual(Shown(parsed.GetValueOrDefault("undoes")), Shown(view.RawUndoes), "undoes");
    }

    private static void ThrowUnlessWrittenAndRead(in OperationView view)
    {
        using ByteBuffer output = new();
        OperationCodec.Write(output, new OperationDraft
        {
            Kind = view.Kind,
            Id = Plain(view.RawId),
            Data = view.Data,
            Previous = view.Previous,
            IsDelta = view.IsDelta,
            Agent = Plain(view.RawAgent),
            Clock = view.Clock ?? 0,
            Batch = view.Batch,
            UndoRank = view.UndoRank,
            Segment = view.RawSegment.IsEmpty ? null : JsModel.Plain(view.RawSegment),
        });
        FuzzFailureException.ThrowIf(!OperationCodec.TryRead(output.Span[..^1], out OperationView again, out string fault, out _), $"the same operation written by us: {fault}");
        FuzzFailureException.ThrowUnlessEqual(JsModel.Plain(view.RawId), JsModel.Plain(again.RawId), "id written and read");
        FuzzFailureException.ThrowIf(!again.Data.SequenceEqual(view.Data) || !again.Previous.SequenceEqual(view.Previous), "values written and read");
    }

    private static byte[] Plain(ReadOnlySpan<byte> raw) => JsonText.Encode(JsModel.Plain(raw));

    private static string Shown(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
