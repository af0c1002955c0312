using System.Text;
using System.Text.Json;
using OpsLog.Core.Json;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Json;

public sealed class JsonMembersTests
{
    [Fact]
    public void It_finds_the_members_JsonDocument_finds() => Seed.Run(random =>
    {
        RandomJson json = new(random) { WhiteSpace = 10 };
        for (int i = 0; i < 5_000; i++)
        {
            string text = json.Object(3);
            using JsonDocument document = JsonDocument.Parse(text);
            Assert.Equal(document.RootElement.EnumerateObject().Select(p => p.Value.GetRawText()), Members(text, out string[] keys, out bool isWhole));
            Assert.Equal(document.RootElement.EnumerateObject().Count(), keys.Length);
            Assert.True(isWhole);
        }
    });

    [Fact]
    public void Places_are_where_the_bytes_are()
    {
        byte[] text = """ { "a" : [1, 2] ,"b\n":"x" } """u8.ToArray();
        JsonMembers members = new(text);
        Assert.True(members.MoveNext());
        Assert.Equal("a", Encoding.UTF8.GetString(members.RawKey));
        Assert.Equal("a", Encoding.UTF8.GetString(text, members.KeyStart, members.RawKey.Length));
        Assert.Equal("[1, 2]", Encoding.UTF8.GetString(members.Value));
        Assert.True(members.MoveNext());
        Assert.Equal("b\\n", Encoding.UTF8.GetString(text, members.KeyStart, members.RawKey.Length));
        Assert.Equal("\"x\"", Encoding.UTF8.GetString(text, members.ValueStart, members.Value.Length));
        Assert.False(members.IsWhole);
        Assert.False(members.MoveNext());
        Assert.True(members.IsWhole);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{} x")]
    [InlineData("{\"a\":1}}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\"}")]
    [InlineData("{,\"a\":1}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    public void What_is_not_one_object_is_not_whole(string text)
    {
        Members(text, out _, out bool isWhole);
        Assert.False(isWhole);
    }

    [Fact]
    public void Nothing_cut_short_is_whole()
    {
        const string Text = """{"a":{"b":[1,"c"]},"d":"e\u0041","f":12}""";
        for (int length = 0; length < Text.Length; length++)
        {
            Members(Text[..length], out _, out bool isWhole);
            Assert.False(isWhole, $"{length} bytes");
        }
    }

    private static string[] Members(string text, out string[] keys, out bool isWhole)
    {
        List<string> values = [];
        List<string> names = [];
        JsonMembers members = new(Encoding.UTF8.GetBytes(text));
        while (members.MoveNext())
        {
            names.Add(Encoding.UTF8.GetString(members.RawKey));
            values.Add(Encoding.UTF8.GetString(members.Value));
        }

        isWhole = members.IsWhole;
        keys = [.. names];
        return [.. values];
    }
}
