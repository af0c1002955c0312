using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Tests.Fuzz;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Json;

public sealed class JsonWalkerTests
{
    private const int Texts = 100_000;

    [Fact]
    public void It_takes_and_refuses_what_Utf8JsonReader_takes_and_refuses() => Seed.Run(random =>
    {
        RandomJson compact = new(random);
        RandomJson spaced = new(random) { WhiteSpace = 15 };
        int wellFormed = 0;
        for (int i = 0; i < Texts; i++)
        {
            byte[] text = Encoding.UTF8.GetBytes((i % 2 == 0 ? compact : spaced).Value(3));
            Assert.True(Agree(text), Encoding.UTF8.GetString(text));
            byte[] spoilt = compact.Spoil(text);
            wellFormed += Agree(spoilt) ? 1 : 0;
        }

        Assert.InRange(wellFormed, Texts / 50, Texts / 2);
    });

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-0.0e+0")]
    [InlineData("1E400")]
    [InlineData("01", false)]
    [InlineData("-01", false)]
    [InlineData("-", false)]
    [InlineData("+1", false)]
    [InlineData(".5", false)]
    [InlineData("1.", false)]
    [InlineData("1.e1", false)]
    [InlineData("1e", false)]
    [InlineData("1e+", false)]
    [InlineData("0x1", false)]
    [InlineData("1_0", false)]
    [InlineData("NaN", false)]
    [InlineData("Infinity", false)]
    [InlineData("\"\\u00e9\\uD83D\\uDe00\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\/\\b\\f\\n\\r\\t\\\\\\\"\"")]
    [InlineData("\"\\u00g0\"", false)]
    [InlineData("\"\\u+123\"", false)]
    [InlineData("\"\\x41\"", false)]
    [InlineData("\"\\'\"", false)]
    [InlineData("\"\\", false)]
    [InlineData("\"\\\"", false)]
    [InlineData("\"a\nb\"", false)]
    [InlineData("\"\u0000\"", false)]
    [InlineData("\"\u001f\"", false)]
    [InlineData("\"\u007f\"")]
    [InlineData(" \t\r\n1\n\r\t ")]
    [InlineData("\u000b1", false)]
    [InlineData("\u00a01", false)]
    [InlineData("\ufeff1", false)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("{}")]
    [InlineData("{ }")]
    [InlineData("[ ]")]
    [InlineData("{,}", false)]
    [InlineData("[,]", false)]
    [InlineData("[1,]", false)]
    [InlineData("[,1]", false)]
    [InlineData("[1 2]", false)]
    [InlineData("{\"a\":1,}", false)]
    [InlineData("{\"a\" 1}", false)]
    [InlineData("{\"a\":}", false)]
    [InlineData("{a:1}", false)]
    [InlineData("{1:1}", false)]
    [InlineData("{'a':1}", false)]
    [InlineData("[1}", false)]
    [InlineData("{\"a\":[}]", false)]
    [InlineData("1 1", false)]
    [InlineData("{}{}", false)]
    [InlineData("true")]
    [InlineData("truE", false)]
    [InlineData("tru", false)]
    [InlineData("nulll", false)]
    [InlineData("// c\n1", false)]
    [InlineData("[1/**/]", false)]
    public void The_grammar(string text, bool isWellFormed = true)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(isWellFormed, IsWellFormed(bytes));
        Assert.Equal(isWellFormed, JsModel.IsWellFormed(bytes, out _));
    }

    [Fact]
    public void Nothing_cut_short_is_whole()
    {
        byte[] text = """ {"a":[1,-2.5e-3,{"b\u00e9\\":"日本"}],"c":true,"d":null, "e":{}}"""u8.ToArray();
        for (int length = 0; length < text.Length; length++)
        {
            Assert.False(IsWellFormed(text.AsSpan(0, length)), $"{length} bytes");
        }

        Assert.True(IsWellFormed(text));
    }

    [Theory]
    [InlineData("[", "]", "")]
    [InlineData("{\"a\":", "}", "1")]
    [InlineData("[{\"a\":", "}]", "1", 2)]
    public void It_follows_1024_levels_and_no_more(string open, string close, string inner, int levels = 1)
    {
        foreach (int depth in new[] { 1, 64, 1023, 1024, 1025, 1026, 100_000 })
        {
            int times = depth / levels;
            byte[] text = Encoding.UTF8.GetBytes(Repeat(open, times) + inner + Repeat(close, times));
            bool isTooDeep = times * levels > JsonWalker.MaximumDepth;
            Assert.Equal(!isTooDeep, IsWellFormed(text));

            JsonWalker walker = new(text);
            walker.TryValue();
            Assert.Equal(isTooDeep, walker.IsTooDeep);
            Assert.Equal(Math.Min(times * levels, JsonWalker.MaximumDepth), walker.Depth);
        }
    }

    [Fact]
    public void Levels_that_were_left_do_not_count()
    {
        byte[] text = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("[{}]", 2000)) + "]");
        JsonWalker walker = new(text);
        Assert.True(walker.TryValue());
        Assert.Equal(3, walker.Depth);
        Assert.False(walker.MetWhiteSpace);
    }

    [Fact]
    public void White_space_within_strings_is_none()
    {
        Assert.False(MeetsWhiteSpace("{\"a b\":\"\\n c\"}"u8));
        Assert.True(MeetsWhiteSpace("{\"a\": 1}"u8));
        Assert.True(MeetsWhiteSpace("{\"a\"\t:1}"u8));
        Assert.True(MeetsWhiteSpace("[1\n]"u8));
    }

    [Theory]
    [InlineData("{\"a\":x}", 5)]
    [InlineData("{\"a\":1 \"b\"}", 7)]
    [InlineData("[1,\"\u0001\"]", 4)]
    [InlineData("[1", 2)]
    [InlineData("\"abc", 4)]
    [InlineData("-x", 1)]
    public void After_a_refusal_its_position_is_the_fault(string text, int position)
    {
        JsonWalker walker = new(Encoding.UTF8.GetBytes(text));
        Assert.False(walker.TryValue());
        Assert.Equal(position, walker.Position);
    }

    private static bool Agree(ReadOnlySpan<byte> text)
    {
        bool expected = JsModel.IsWellFormed(text, out int depth);
        JsonWalker walker = new(text);
        bool actual = walker.TryValue();
        Assert.InRange(walker.Position, 0, text.Length);
        walker.SkipWhiteSpace();
        actual &= walker.AtEnd;
        if (expected != actual || (actual && depth != walker.Depth))
        {
            Assert.Fail($"{Encoding.Latin1.GetString(text)}: expected {expected}, depth {depth}; was {actual}, depth {walker.Depth}");
        }

        return actual;
    }

    private static bool IsWellFormed(ReadOnlySpan<byte> text)
    {
        JsonWalker walker = new(text);
        bool valid = walker.TryValue();
        walker.SkipWhiteSpace();
        return valid && walker.AtEnd;
    }

    private static bool MeetsWhiteSpace(ReadOnlySpan<byte> text)
    {
        JsonWalker walker = new(text);
        Assert.True(walker.TryValue());
        return walker.MetWhiteSpace;
    }

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
