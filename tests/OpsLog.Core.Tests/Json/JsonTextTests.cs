using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Json;

public sealed class JsonTextTests
{
    [Fact]
    public void Any_string_becomes_bytes_and_comes_back() => Seed.Run(random =>
    {
        for (int i = 0; i < 20_000; i++)
        {
            string text = AnyString(random);
            byte[] bytes = JsonText.Encode(text);
            Assert.Equal(text, JsonText.Decode(bytes));

            using ByteBuffer written = new();
            JsonText.WriteString(written, bytes);
            Assert.True(new UTF8Encoding(false, true).GetString(written.Span) is { Length: >= 2 }, "a file holds UTF-8 only");
            using ByteBuffer plain = new();
            JsonText.Unescape(written.Span[1..^1], plain);
            Assert.Equal(bytes, plain.Span.ToArray());
        }
    });

    [Fact]
    public void What_is_valid_UTF_8_stays_as_the_platform_encodes_it()
    {
        const string Text = "aé日😀\u0000\u007f\uffff";
        Assert.Equal(Encoding.UTF8.GetBytes(Text), JsonText.Encode(Text));
    }

    [Fact]
    public void A_single_surrogate_takes_three_bytes()
    {
        Assert.Equal([0xED, 0xA0, 0x80], JsonText.Encode("\ud800"));
        Assert.Equal([0xED, 0xBF, 0xBF, (byte)'a'], JsonText.Encode("\udfffa"));
        Assert.Equal([0xED, 0xB0, 0x80, 0xED, 0xA0, 0x80], JsonText.Encode("\udc00\ud800"));
    }

    [Fact]
    public void Bytes_that_are_no_text_become_replacement_characters()
    {
        Assert.Equal("a\ufffdb\ufffd\ufffd", JsonText.Decode([(byte)'a', 0xFF, (byte)'b', 0xED, 0xA0]));
    }

    /// <summary>The sum is of JSON.stringify(String.fromCharCode(i)) for all 65,536 i, as Node 20 gives it.</summary>
    [Fact]
    public void Every_unit_is_escaped_as_by_JSON_stringify()
    {
        using ByteBuffer all = new();
        for (int unit = 0; unit <= char.MaxValue; unit++)
        {
            JsonText.WriteString(all, JsonText.Encode(((char)unit).ToString()));
        }

        Assert.Equal("991BDDB98778A01B9D0597E2E917AC6B106F2621518F6BA2E14C725CF6CB5BAB", Convert.ToHexString(SHA256.HashData(all.Span)));
    }

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("\"\\/", "\"\\\"\\\\/\"")]
    [InlineData("\b\f\n\r\t\u0000\u000b\u001f", "\"\\b\\f\\n\\r\\t\\u0000\\u000b\\u001f\"")]
    [InlineData("\u007f\u0080\u2028\u2029\ud7ff", "\"\u007f\u0080\u2028\u2029\ud7ff\"")]
    public void Some_strings_as_JSON_stringify_writes_them(string text, string json)
    {
        using ByteBuffer output = new();
        JsonText.WriteString(output, JsonText.Encode(text));
        Assert.Equal(json, Encoding.UTF8.GetString(output.Span));
    }

    [Fact]
    public void Halves_of_pairs_are_written_as_escapes()
    {
        using ByteBuffer output = new();
        JsonText.WriteString(output, JsonText.Encode("a\ud800\udc00\udc00\ud800b\ud800"));
        Assert.Equal("\"a\ud800\udc00\\udc00\\ud800b\\ud800\"", Encoding.UTF8.GetString(output.Span));
    }

    [Fact]
    public void Escapes_are_resolved()
    {
        // Not as theory data: a test runner can't carry halves of pairs.
        AssertUnescapes("\\u0041\\u00e9\\u65E5", "Aé日");
        AssertUnescapes("\\ud83d\\ude00", "😀");
        AssertUnescapes("\\uD83D\\uDE00!", "😀!");
        AssertUnescapes("\\ude00\\ud83d", "\ude00\ud83d");
        AssertUnescapes("\\ud83dx\\ude00", "\ud83dx\ude00");
        AssertUnescapes("\\ud83d\\n\\ude00", "\ud83d\n\ude00");
        AssertUnescapes("\\ud83d\\u0041", "\ud83dA");
        AssertUnescapes("\\ud83d\\ud83d\\ude00", "\ud83d😀");
        AssertUnescapes("\\ud83d\\\\ude00", "\ud83d\\ude00");
        AssertUnescapes("\\b\\f\\n\\r\\t\\/\\\\\\\"", "\b\f\n\r\t/\\\"");
        AssertUnescapes("\\u0000", "\0");
    }

    [Fact]
    public void Unescaping_agrees_with_JsonDocument() => Seed.Run(random =>
    {
        RandomJson json = new(random);
        for (int i = 0; i < 5_000; i++)
        {
            string raw = json.RawString();
            if (raw.Contains("\\ud800", StringComparison.Ordinal))
            {
                continue; // The platform can't give half of a pair.
            }

            using ByteBuffer plain = new();
            JsonText.Unescape(Encoding.UTF8.GetBytes(raw), plain);
            Assert.Equal(JsonDocument.Parse($"\"{raw}\"").RootElement.GetString(), JsonText.Decode(plain.Span));
        }
    });

    [Theory]
    [InlineData("", "", true)]
    [InlineData("a", "a", true)]
    [InlineData("a", "A", false)]
    [InlineData("a", "\\u0061", true)]
    [InlineData("\\u00E9", "\\u00e9", true)]
    [InlineData("\\u00e9", "é", true)]
    [InlineData("\\ud83d\\ude00", "😀", true)]
    [InlineData("\\/", "/", true)]
    [InlineData("\\\\u0061", "a", false)]
    [InlineData("a\\n", "an", false)]
    [InlineData("", "\\u0000", false)]
    public void Keys_are_equal_whatever_way_they_are_escaped(string left, string right, bool equal)
    {
        Assert.Equal(equal, JsonText.KeysEqual(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right)));
        Assert.Equal(equal, JsonText.KeysEqual(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(left)));
    }

    private static void AssertUnescapes(string raw, string text)
    {
        using ByteBuffer plain = new(1);
        JsonText.Unescape(Encoding.UTF8.GetBytes(raw), plain);
        Assert.Equal(JsonText.Encode(text), plain.Span.ToArray());
    }

    private static string AnyString(Random random)
    {
        char[] chars = new char[random.Next(12)];
        for (int i = 0; i < chars.Length; i++)
        {
            chars[i] = random.Next(4) switch
            {
                0 => (char)random.Next(0x80),
                1 => (char)random.Next(0xD800, 0xE000),
                2 => "\"\\\n\u0000\u001f/é"[random.Next(7)],
                _ => (char)random.Next(0x10000),
            };
        }

        return new string(chars);
    }
}
