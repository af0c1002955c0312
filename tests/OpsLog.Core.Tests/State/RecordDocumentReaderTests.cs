using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.State;

public sealed class RecordDocumentReaderTests
{
    private const string Small = """
        { "version": 1, "timestamp":"2026", "other":{"records":{"x":{}}},
          "records": {"a":{"n":1}, "b\n" : {"records":{"y":1}}, "é":{} },
          "after": [1,2] }

        """;

    private static readonly string[] s_small =
    [
        "version=1", "timestamp=\"2026\"", "other={\"records\":{\"x\":{}}}", "!a={\"n\":1}", "!b\\n={\"records\":{\"y\":1}}", "!é={}", "after=[1,2]",
    ];

    [Fact]
    public void Members_and_records_come_one_by_one()
    {
        Assert.Equal(s_small, Read(Small, int.MaxValue, out RecordDocumentReader document));
        Assert.True(document.HasRecords);
        Assert.False(document.IsMalformed);
        Assert.False(document.TryRead());
    }

    [Fact]
    public void However_few_bytes_a_read_gives_it_is_the_same()
    {
        for (int most = 1; most < 40; most++)
        {
            Assert.Equal(s_small, Read(Small, most, out RecordDocumentReader document));
            Assert.False(document.IsMalformed);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Large_documents_come_whole_through_windows_of_any_filling(bool indented) => Seed.Run(random =>
    {
        for (int i = 0; i < 3; i++)
        {
            JsonObject records = [];
            for (int count = random.Next(50, 400); count > 0; count--)
            {
                records[$"id{count}"] = new JsonObject { ["n"] = 12345, ["s"] = new string('é', random.Next(random.Next(20) == 0 ? 100_000 : 1_000)) };
            }

            JsonObject root = new() { ["version"] = 1, ["timestamp"] = "2026", ["records"] = records };
            string text = root.ToJsonString(new JsonSerializerOptions { WriteIndented = indented });
            int most = random.Next(2) == 0 ? int.MaxValue : random.Next(20_000, 70_000);
            List<string> found = Read(text, most, out RecordDocumentReader document);
            Assert.False(document.IsMalformed);
            Assert.Equal(records.Select(r => r.Key), found.Where(f => f[0] == '!').Select(f => f[1..f.IndexOf('=', StringComparison.Ordinal)]));
            foreach ((string found1, JsonNode? value) in found.Where(f => f[0] == '!').Zip(records.Select(r => r.Value)))
            {
                Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(found1[(found1.IndexOf('=', StringComparison.Ordinal) + 1)..])));
            }
        }
    });

    [Fact]
    public void A_token_can_be_anywhere_around_the_edge_of_a_window()
    {
        string[] tokens = ["12345678", "false", "\"\\u00e9\\\\\"", "{\"a\":[]}", "-1.5e+10"];
        foreach (string token in tokens)
        {
            for (int fill = 65_536 - 60; fill < 65_536; fill++)
            {
                string text = "{\"records\":{\"a\":{\"s\":\"" + new string('x', fill - 30) + "\",\"t\":" + token + "},\"b\":" + token + "}}";
                List<string> found = Read(text, int.MaxValue, out RecordDocumentReader document);
                Assert.False(document.IsMalformed, $"{token} {fill}");
                Assert.Equal("!b=" + token, found[1]);
            }
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(3)]
    public void Cut_short_anywhere_it_is_malformed(int most)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Small);
        int end = Small.TrimEnd().Length + (bytes.Length - Small.Length);
        for (int length = 0; length < end; length++)
        {
            List<string> found = Read(bytes[..length], most, out RecordDocumentReader document);
            Assert.True(document.IsMalformed, $"{length} bytes");
            Assert.Equal(s_small[..found.Count], found);
            Assert.InRange(document.Offset, 0, length);
            Assert.False(document.TryRead());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("[]")]
    [InlineData("\"records\"")]
    [InlineData("\ufeff{}")]
    [InlineData("{\"records\":[]}")]
    [InlineData("{\"records\":null}")]
    [InlineData("{\"records\":{}} x")]
    [InlineData("{\"records\":{}}}")]
    [InlineData("{\"records\":{}}{\"records\":{}}")]
    [InlineData("{\"records\":{},}")]
    [InlineData("{\"records\":{}\"a\":1}")]
    [InlineData("{\"records\":{\"a\":{},}}")]
    [InlineData("{\"records\":{\"a\":{}")]
    [InlineData("{\"records\":{\"a\" {}}}")]
    [InlineData("{\"records\":{\"a\":{]}}")]
    [InlineData("{\"records\":{a:{}}}")]
    [InlineData("{\"records\":{\"a\":01}}")]
    [InlineData("{,\"records\":{}}")]
    [InlineData("{\"records\":{},\"records\":{}}")]
    [InlineData("{\"records\":{\"a\":{}},\"x\":1,\"records\":{\"a\":{}}}")]
    public void Anything_else_is_malformed(string text)
    {
        Read(text, int.MaxValue, out RecordDocumentReader document);
        Assert.True(document.IsMalformed);
        Read(text, 1, out document);
        Assert.True(document.IsMalformed);
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("{\"a\":1}", false)]
    [InlineData("{\"a\":{\"records\":{}}}", false)]
    [InlineData("{\"records\":{}}", true)]
    [InlineData("{ \"records\" : { } , \"a\":1 }\r\n\t ", true)]
    public void It_returns_whether_there_were_records(string text, bool has)
    {
        Read(text, int.MaxValue, out RecordDocumentReader document);
        Assert.Equal((has, false), (document.HasRecords, document.IsMalformed));
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_malformed()
    {
        byte[] key = "{\"records\":{\"?\":{}}}"u8.ToArray();
        key[13] = 0xFF;
        byte[] value = "{\"records\":{\"a\":{\"?\":1}}}"u8.ToArray();
        value[18] = 0xFF;
        Assert.Empty(Read(key, int.MaxValue, out RecordDocumentReader document));
        Assert.True(document.IsMalformed);
        Assert.Empty(Read(value, int.MaxValue, out document));
        Assert.True(document.IsMalformed);
    }

    [Fact]
    public void A_value_has_its_offset()
    {
        RecordDocumentReader document = new(new BytesReader(Encoding.UTF8.GetBytes(Small), 7));
        while (document.TryRead())
        {
            string value = Encoding.UTF8.GetString(document.Value);
            Assert.Equal(value, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Small).AsSpan((int)document.ValueOffset, document.Value.Length)));
        }
    }

    [Fact]
    public void Garbage_far_behind_the_end_is_found()
    {
        Read("{\"records\":{}}" + new string(' ', 300_000) + "x", int.MaxValue, out RecordDocumentReader document);
        Assert.True(document.IsMalformed);
        Read("{\"records\":{}}" + new string(' ', 300_000), int.MaxValue, out document);
        Assert.False(document.IsMalformed);
    }

    [Theory]
    [InlineData("{\"records\":{}}  x", 16)]
    [InlineData("{\"records\":{}}\n\n{", 16)]
    public void Garbage_after_the_end_is_reported_with_its_place(string text, long offset)
    {
        Read(text, int.MaxValue, out RecordDocumentReader document);
        Assert.Equal((true, offset), (document.IsMalformed, document.Offset));
        Read(text, 1, out document);
        Assert.Equal((true, offset), (document.IsMalformed, document.Offset));
    }

    [Fact]
    public void An_escaped_key_is_the_key_that_it_represents()
    {
        Assert.Equal(["!a={}"], Read("{\"r\\u0065cords\":{\"a\":{}}}", int.MaxValue, out RecordDocumentReader document));
        Assert.True(document.HasRecords);
    }

    [Fact]
    public void Spoilt_documents_are_read_to_an_end() => Seed.Run(random =>
    {
        RandomJson json = new(random);
        byte[] bytes = Encoding.UTF8.GetBytes(Small);
        for (int i = 0; i < 5_000; i++)
        {
            byte[] spoilt = json.Spoil(bytes);
            List<string> whole = Read(spoilt, int.MaxValue, out RecordDocumentReader document);
            Assert.Equal(whole, Read(spoilt, random.Next(1, 50), out RecordDocumentReader again));
            Assert.Equal(document.IsMalformed, again.IsMalformed);
            Assert.True(document.IsMalformed || IsJson(spoilt), Encoding.Latin1.GetString(spoilt));
        }
    });

    private static bool IsJson(byte[] text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.ValueKind == JsonValueKind.Object;
    }

    private static List<string> Read(string text, int most, out RecordDocumentReader document) =>
        Read(Encoding.UTF8.GetBytes(text), most, out document);

    private static List<string> Read(byte[] text, int most, out RecordDocumentReader document)
    {
        List<string> found = [];
        document = new RecordDocumentReader(new BytesReader(text, most));
        while (document.TryRead())
        {
            found.Add($"{(document.IsRecord ? "!" : "")}{Encoding.UTF8.GetString(document.RawKey)}={Encoding.UTF8.GetString(document.Value)}");
        }

        return found;
    }
}
