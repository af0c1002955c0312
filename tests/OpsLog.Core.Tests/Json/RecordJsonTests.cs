using System.Text;
using System.Text.Json;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Store.Writing;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Json;

public sealed class RecordJsonTests
{
    [Fact]
    public void A_compact_record_is_kept_byte_for_byte_where_it_is()
    {
        byte[] json = """{"n":1.50e+3,"s":"\u0041 b\/","dup":1,"dup":2,"日":{}}"""u8.ToArray();
        using CheckedRecord record = new(json);
        Assert.True(record.Json == json.AsSpan(), "not copied");
    }

    [Fact]
    public void White_space_goes_and_nothing_else() => Seed.Run(random =>
    {
        RandomJson json = new(random) { WhiteSpace = 20 };
        for (int i = 0; i < 5_000; i++)
        {
            string text = json.Object(3);
            string kept = Encoding.UTF8.GetString(KeptRecord.Of(Encoding.UTF8.GetBytes(text)));
            Assert.Equal(Stripped(text), kept);
            using JsonDocument document = JsonDocument.Parse(kept);
        }
    });

    [Fact]
    public void Spoilt_text_is_refused_or_kept_whole() => Seed.Run(random =>
    {
        RandomJson json = new(random) { WhiteSpace = 5 };
        for (int i = 0; i < 20_000; i++)
        {
            byte[] text = json.Spoil(Encoding.UTF8.GetBytes(json.Object(3)));
            try
            {
                byte[] kept = KeptRecord.Of(text);
                using JsonDocument document = JsonDocument.Parse(kept);
                Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
                Assert.DoesNotContain((byte)'\n', kept);
            }
            catch (InvalidRecordException refused)
            {
                Assert.InRange(refused.Offset, 0, text.Length);
            }
        }
    });

    [Theory]
    [InlineData("5", "a number")]
    [InlineData("-5", "a number")]
    [InlineData(" \n\"x\"", "a string")]
    [InlineData("[{}]", "an array")]
    [InlineData("true", "a boolean")]
    [InlineData("false", "a boolean")]
    [InlineData("null", "null")]
    public void Any_other_value_is_no_record(string json, string name)
    {
        InvalidRecordException refused = Refused(Encoding.UTF8.GetBytes(json));
        Assert.Equal(RecordFault.NotAnObject, refused.Fault);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("{", 1)]
    [InlineData("{}x", 2)]
    [InlineData("{\"a\":01}", 6)]
    [InlineData("{\"a\":1}{}", 7)]
    public void Malformed_text_is_refused_at_its_fault(string json, int offset)
    {
        InvalidRecordException refused = Refused(Encoding.UTF8.GetBytes(json));
        Assert.Equal((RecordFault.Malformed, offset), (refused.Fault, refused.Offset));
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused_where_they_stand()
    {
        Assert.Equal((RecordFault.Malformed, 7), FaultOf([.. "{\"é\":\""u8, 0xFF, .. "\"}"u8]));
        Assert.Equal((RecordFault.Malformed, 6), FaultOf([.. "{\"a\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8]));
    }

    [Fact]
    public void A_record_nests_100_levels_at_most()
    {
        RecordJson.Check(Nested(100));
        Assert.Equal(RecordFault.TooDeep, Refused(Nested(101)).Fault);
        Assert.Equal(RecordFault.TooDeep, Refused(Nested(1024)).Fault);
        Assert.Equal(RecordFault.TooDeep, Refused(Nested(5000)).Fault);
    }

    [Fact]
    public void A_record_has_128_MB_at_most()
    {
        byte[] json = new byte[RecordJson.MaximumLength + 1];
        Assert.Equal(RecordFault.TooLarge, Refused(json).Fault);
    }

    private static (RecordFault Fault, int Offset) FaultOf(byte[] json) => (Refused(json).Fault, Refused(json).Offset);

    private static InvalidRecordException Refused(byte[] json)
    {
        return Assert.Throws<InvalidRecordException>(() => { RecordJson.Check(json); });
    }

    private static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(
        "{\"a\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}");

    private static string Stripped(string json)
    {
        StringBuilder kept = new();
        bool inString = false;
        for (int i = 0; i < json.Length; i++)
        {
            if (inString && json[i] == '\\')
            {
                kept.Append(json[i++]);
            }
            else if (json[i] == '"')
            {
                inString = !inString;
            }
            else if (!inString && char.IsWhiteSpace(json[i]))
            {
                continue;
            }

            kept.Append(json[i]);
        }

        return kept.ToString();
    }
}
