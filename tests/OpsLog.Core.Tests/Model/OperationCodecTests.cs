using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Model;

public sealed class OperationCodecTests
{
    private const string Create = """{"ts":"2026-01-02T03:04:05.006Z","op":"set","id":"a","data":{"n":1},"prev":null}""";

    [Fact]
    public void An_operation_is_read_as_it_was_written() => Seed.Run(random =>
    {
        RandomJson json = new(random);
        for (int i = 0; i < 5_000; i++)
        {
            bool isDelete = random.Next(3) == 0;
            byte[] id = JsonText.Encode("i" + "a\"\n\ud800\u0001é日"[..random.Next(8)]);
            byte[] data = Encoding.UTF8.GetBytes(json.Object(2));
            byte[] previous = isDelete || random.Next(2) == 0 ? Encoding.UTF8.GetBytes(json.Object(2)) : [];
            OperationDraft draft = new()
            {
                UnixMs = random.NextInt64(2_000_000_000_000),
                Kind = isDelete ? OperationKind.Delete : OperationKind.Set,
                Id = id,
                Data = data,
                Previous = previous,
                IsDelta = previous.Length > 0 && random.Next(2) == 0,
                Batch = random.Next(2) == 0 ? new BatchMark(random.Next(1, 5), 5) : default,
                UndoRank = random.Next(2) * random.Next(1, int.MaxValue),
                Agent = random.Next(2) == 0 ? id : default,
                Clock = random.Next(2) * random.NextInt64(1, LamportClock.Largest + 1),
                Segment = random.Next(2) == 0 ? "2026-\"Q1\"" : null,
                Replaced = random.Next(2) == 0 ? data : default,
            };
            byte[] line = Write(draft);
            Assert.True(OperationCodec.TryRead(line, out OperationView view, out string fault, out _), fault);
            Assert.True(OwnLine.TryRead(line, out _), $"It is not recognised: {Encoding.UTF8.GetString(line)}");
            Assert.True(view.IsSealed);
            Assert.Equal(Timestamp.Format(draft.UnixMs), Encoding.UTF8.GetString(view.Timestamp));
            Assert.Equal(draft.Kind, view.Kind);
            using ByteBuffer plain = new();
            JsonText.Unescape(view.RawId, plain);
            Assert.Equal(id, plain.Span.ToArray());
            Assert.Equal(isDelete ? [] : data, view.Data.ToArray());
            Assert.Equal(previous, view.Previous.ToArray());
            Assert.Equal(draft.IsDelta, view.IsDelta);
            Assert.Equal(draft.Batch, view.Batch);
            Assert.Equal((draft.UndoRank, draft.UndoRank > 0), (view.UndoRank, view.IsUndo));
            Assert.Equal(draft.Segment is null ? "" : "2026-\\\"Q1\\\"", Encoding.UTF8.GetString(view.RawSegment));
            Assert.Equal(draft.Replaced.ToArray(), view.Replaced.ToArray());
            Assert.Equal(draft.Clock == 0 ? null : draft.Clock, view.Clock);
            Assert.Equal(draft.Agent.IsEmpty ? [] : view.RawId.ToArray(), view.RawAgent.ToArray());
        }
    });

    [Fact]
    public void Keys_are_in_the_order_of_the_npm_package_followed_by_the_keys_of_this_engine()
    {
        OperationDraft draft = new()
        {
            Kind = OperationKind.Set,
            Id = "a"u8,
            Data = "{\"n\":2}"u8,
            Previous = "{}"u8,
            IsDelta = true,
            Batch = new BatchMark(1, 2),
            UndoRank = 2,
            Agent = "w"u8,
            Clock = 7,
            Segment = "s",
        };
        Assert.StartsWith(
            """{"ts":"1970-01-01T00:00:00.000Z","op":"set","id":"a","data":{"n":2},"prev":{},"encoding":"delta","agent":"w","clock":7,"batch":[1,2],"undo":2,"segment":"s","crc":""" + "\"",
            Encoding.UTF8.GetString(Write(draft)), StringComparison.Ordinal);
        Assert.StartsWith(
            """{"ts":"1970-01-01T00:00:00.000Z","op":"delete","id":"a","prev":{"n":1},"crc":""" + "\"",
            Encoding.UTF8.GetString(Write(new OperationDraft { Kind = OperationKind.Delete, Id = "a"u8, Previous = "{\"n\":1}"u8 })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_the_npm_package_is_read()
    {
        byte[] line = """{"ts":"2026-01-02T03:04:05.006Z","op":"set","id":"é\n","prev":{"$unset":["b"]},"data":{"n": 1,"b":[ ]},"agent":"w-1","clock":41,"encoding":"delta"}"""u8.ToArray();
        Assert.True(OperationCodec.TryRead(line, out OperationView view, out _, out _));
        Assert.False(view.IsSealed);
        Assert.Equal("é\\n", Encoding.UTF8.GetString(view.RawId));
        Assert.Equal("w-1", Encoding.UTF8.GetString(view.RawAgent));
        Assert.Equal(41, view.Clock);
        Assert.True(view.IsDelta);
        Assert.False(view.Batch.IsPart);
        using ByteBuffer scratch = new();
        Assert.Equal("""{"n":1,"b":[]}""", Encoding.UTF8.GetString(view.CompactData(scratch)));
    }

    [Theory]
    [InlineData("", "it is not valid JSON")]
    [InlineData("[]", "it is not valid JSON")]
    [InlineData("{\"ts\":\"x\"", "it is not valid JSON")]
    [InlineData("{}", "ts, op, id or prev is missing")]
    [InlineData("""{"op":"set","id":"a","data":{},"prev":null}""", "ts, op, id or prev is missing")]
    [InlineData("""{"ts":"x","id":"a","data":{},"prev":null}""", "ts, op, id or prev is missing")]
    [InlineData("""{"ts":"x","op":"set","data":{},"prev":null}""", "ts, op, id or prev is missing")]
    [InlineData("""{"ts":"x","op":"set","id":"a","data":{}}""", "ts, op, id or prev is missing")]
    [InlineData("""{"ts":"x","op":"set","id":"a","prev":null}""", "a set must have data")]
    [InlineData("""{"ts":"x","op":"delete","id":"a","data":{},"prev":{}}""", "a delete must not have data")]
    [InlineData("""{"ts":"x","op":"delete","id":"a","prev":null}""", "a delete must have prev")]
    public void What_is_no_operation_has_a_reason(string line, string reason) => Assert.Equal(reason, Fault(line).Reason);

    [Theory]
    [InlineData("\"2026-01-02T03:04:05.006Z\"", "5", "ts must be a non-empty string")]
    [InlineData("\"2026-01-02T03:04:05.006Z\"", "\"\"", "ts must be a non-empty string")]
    [InlineData("\"set\"", "\"put\"", "op must be \"set\" or \"delete\"")]
    [InlineData("\"set\"", "null", "op must be \"set\" or \"delete\"")]
    [InlineData("\"a\"", "\"\"", "id must be a non-empty string")]
    [InlineData("\"a\"", "7", "id must be a non-empty string")]
    [InlineData("{\"n\":1}", "null", "data must be an object")]
    [InlineData("{\"n\":1}", "[1]", "data must be an object")]
    [InlineData("{\"n\":1}", "5", "data must be an object")]
    [InlineData("null", "[]", "prev must be an object or null")]
    [InlineData("null", "1", "prev must be an object or null")]
    [InlineData("null", "null,\"encoding\":\"gzip\"", "encoding must be \"full\" or \"delta\"", 84)]
    [InlineData("null", "null,\"agent\":\"\"", "agent must be a non-empty string", 90)]
    [InlineData("null", "null,\"clock\":-1", "clock must be a whole number from 0 to 2^52", 90)]
    [InlineData("null", "null,\"clock\":1.5", "clock must be a whole number from 0 to 2^52", 90)]
    [InlineData("null", "null,\"clock\":\"1\"", "clock must be a whole number from 0 to 2^52", 90)]
    [InlineData("null", "null,\"clock\":4503599627370497", "clock must be a whole number from 0 to 2^52", 90)]
    [InlineData("null", "null,\"batch\":3", "batch must be [index,count]", 90)]
    [InlineData("null", "null,\"batch\":\"1,2\"", "batch must be [index,count]", 90)]
    [InlineData("null", "null,\"batch\":[]", "batch must be [index,count]", 90)]
    [InlineData("null", "null,\"batch\":[1]", "batch must be [index,count]", 90)]
    [InlineData("null", "null,\"batch\":[0,2]", "batch must be [index,count]", 90)]
    [InlineData("null", "null,\"batch\":[3,2]", "batch must be [index,count]", 90)]
    [InlineData("null", "null,\"batch\":[1,2,3]", "batch must be [index,count]", 90)]
    [InlineData("null", "null,\"batch\":[1,2147483648]", "batch must be [index,count]", 90)]
    [InlineData("null", "null,\"batch\":{\"a\":1,\"b\":2}", "batch must be [index,count]", 90)]
    [InlineData("null", "null,\"undo\":true", "undo must be a whole number of 1 or more", 90)]
    [InlineData("null", "null,\"undo\":0", "undo must be a whole number of 1 or more", 90)]
    [InlineData("null", "null,\"undo\":2147483648", "undo must be a whole number of 1 or more", 90)]
    [InlineData("null", "null,\"segment\":1", "segment must be a non-empty string", 92)]
    [InlineData("null", "null,\"replaced\":1", "replaced must be an object", 93)]
    public void A_malformed_field_has_its_reason_and_place(string old, string replacement, string reason, int offset = 0)
    {
        string line = Create.Replace(old, replacement, StringComparison.Ordinal);
        (string actual, int place) = Fault(line);
        Assert.Equal(reason, actual);
        int expected = offset == 0 ? Create.IndexOf(old, StringComparison.Ordinal) : line.LastIndexOf("\":", StringComparison.Ordinal) + 2;
        Assert.Equal(replacement.Contains("{\"a\"", StringComparison.Ordinal) ? line.IndexOf("{\"a\"", StringComparison.Ordinal) : expected, place);
    }

    [Theory]
    [InlineData("\"id\":\"a\"", "\"id\":5,\"id\":\"a\"", true)]
    [InlineData("\"id\":\"a\"", "\"id\":\"b\",\"id\":\"a\"", true)]
    [InlineData("\"id\":\"a\"", "\"id\":\"b\",\"\\u0069d\":\"a\"", true)]
    [InlineData("\"id\":\"a\"", "\"id\":\"a\",\"id\":5", false)]
    [InlineData("\"op\":\"set\"", "\"op\":7,\"op\":\"s\\u0065t\"", true)]
    [InlineData("\"op\":\"set\"", "\"op\":\"set\",\"op\":\"delete\"", false)]
    [InlineData("\"data\":{\"n\":1}", "\"data\":[],\"data\":{\"n\":1}", true)]
    [InlineData("\"data\":{\"n\":1}", "\"data\":{\"n\":1},\"data\":null", false)]
    [InlineData("\"prev\":null", "\"prev\":5,\"prev\":null,\"clock\":-1,\"clock\":4503599627370496,\"batch\":0,\"batch\":[ 1, 2 ],\"undo\":0,\"undo\":1", true)]
    [InlineData("\"prev\":null", "\"prev\":null,\"crc\":1,\"crc\":\"x\"", true)]
    public void Of_a_field_given_twice_the_last_counts_and_only_that_has_to_be_right(string old, string replacement, bool isRead)
    {
        byte[] line = Encoding.UTF8.GetBytes(Create.Replace(old, replacement, StringComparison.Ordinal));
        Assert.Equal(isRead, OperationCodec.TryRead(line, out OperationView view, out _, out _));
        if (isRead)
        {
            Assert.Equal("a set {\"n\":1}", $"{Encoding.UTF8.GetString(view.RawId)} {view.Kind.ToString().ToLowerInvariant()} {Encoding.UTF8.GetString(view.Data)}");
        }
    }

    [Fact]
    public void A_sealed_line_must_be_UTF_8_too()
    {
        // One half of a pair next to the other half would be one character after it is written and read again.
        using ByteBuffer output = new();
        output.Append("{\"ts\":\"x\",\"op\":\"set\",\"id\":\""u8);
        output.Append([0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80]);
        output.Append("\",\"data\":{},\"prev\":null"u8);
        Seal.Close(output, 0);
        Assert.False(OperationCodec.TryRead(output.Span, out _, out string fault, out _));
        Assert.Equal("it is not valid UTF-8", fault);
    }

    [Fact]
    public void Fields_of_the_future_are_passed_over()
    {
        Assert.True(OperationCodec.TryRead(Encoding.UTF8.GetBytes(Create[..^1] + ",\"new\":[1,{}],\"encoding\":\"full\"}"), out OperationView view, out _, out _));
        Assert.False(view.IsUndo);
        Assert.False(view.IsDelta);
    }

    [Fact]
    public void A_foreign_line_must_be_UTF_8()
    {
        byte[] line = Encoding.UTF8.GetBytes(Create.Replace("\"n\"", "\"?\"", StringComparison.Ordinal));
        line[Array.IndexOf(line, (byte)'?')] = 0xFF;
        Assert.False(OperationCodec.TryRead(line, out _, out string fault, out _));
        Assert.Equal("it is not valid UTF-8", fault);
    }

    [Fact]
    public void With_one_wrong_bit_a_line_of_ours_is_never_an_operation()
    {
        OperationDraft draft = new() { Kind = OperationKind.Set, Id = "id é"u8, Data = "{\"n\":[1,\"x\"]}"u8, Previous = "{\"n\":0}"u8, Batch = new BatchMark(1, 2) };
        foreach (byte[] damaged in BitFlips.Of(Write(draft)))
        {
            Assert.False(OperationCodec.TryRead(damaged, out _, out _, out _), Encoding.Latin1.GetString(damaged));
        }
    }

    [Fact]
    public void A_spoilt_foreign_line_is_refused_or_a_whole_operation() => Seed.Run(random =>
    {
        RandomJson json = new(random);
        int taken = 0;
        for (int i = 0; i < 30_000; i++)
        {
            string line = $$"""{"ts":"2026","op":"set","id":"{{json.RawString()}}","prev":{{json.Object(1)}},"data":{{json.Object(2)}},"agent":"a","clock":{{random.Next(99)}},"batch":[1,{{random.Next(1, 4)}}]}""";
            byte[] spoilt = json.Spoil(Encoding.UTF8.GetBytes(line));
            if (OperationCodec.TryRead(spoilt, out OperationView view, out string fault, out int offset))
            {
                taken++;
                Assert.Equal("", fault);
                Assert.True(view.RawId.Length > 0 && view.Timestamp.Length > 0);
                Assert.Equal(view.Kind == OperationKind.Set, RecordJson.IsObject(view.Data));
                using ByteBuffer scratch = new();
                view.CompactData(scratch);
                JsonText.Unescape(view.RawId, scratch);
            }
            else
            {
                Assert.NotEqual("", fault);
                Assert.InRange(offset, 0, spoilt.Length);
            }
        }

        Assert.InRange(taken, 1_000, 29_000);
    });

    [Fact]
    public void Batch_marks_are_found_on_damaged_lines()
    {
        ReadOnlySpan<byte> line = """x,"batch":[1,3],"crc":"y,"batch":[9,3],"batch":[,"batch":[2,3]"""u8;
        Assert.True(OperationCodec.TryFindBatch(ref line, out BatchMark mark));
        Assert.Equal(new BatchMark(1, 3), mark);
        Assert.True(OperationCodec.TryFindBatch(ref line, out mark));
        Assert.Equal(new BatchMark(2, 3), mark);
        Assert.False(OperationCodec.TryFindBatch(ref line, out _));
    }

    private static byte[] Write(in OperationDraft draft)
    {
        using ByteBuffer output = new();
        OperationCodec.Write(output, draft);
        Assert.Equal((byte)'\n', output.Span[^1]);
        return output.Span[..^1].ToArray();
    }

    private static (string Reason, int Offset) Fault(string line)
    {
        Assert.False(OperationCodec.TryRead(Encoding.UTF8.GetBytes(line), out _, out string fault, out int offset));
        return (fault, offset);
    }
}
