using System.Text;
using System.Text.Json;
using OpsLog.Core.Json;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Json;

public sealed class PropertyNameTests
{
    private static readonly string[] s_names = ["a", "A", "status", "Status", "é", "É", "k", "\u212A", "s", "\u017F", "", "a\nb", "\\u0061", "owner.name", ",\"a", "{"];

    [Fact]
    public void It_finds_what_a_parsed_document_contains() => Seed.Run(random =>
    {
        for (int i = 0; i < 20_000; i++)
        {
            string json = RandomObject(random, out List<(string Name, string Value)> members);
            string name = s_names[random.Next(s_names.Length)];
            bool ignoreCase = random.Next(2) == 0;

            PropertyMatch match = new PropertyName(name, ignoreCase).Find(Encoding.UTF8.GetBytes(json), out ReadOnlySpan<byte> value);

            StringComparison comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            string[] same = [.. members.Where(member => member.Name.Equals(name, comparison)).Select(member => member.Name).Distinct()];
            PropertyMatch expected = same.Length switch { 0 => PropertyMatch.Missing, 1 => PropertyMatch.Found, _ => PropertyMatch.Ambiguous };
            Assert.True(expected == match, $"{name} in {json}: {match}");
            Assert.Equal(match == PropertyMatch.Found, !value.IsEmpty);
            if (match == PropertyMatch.Found)
            {
                Assert.Equal(members.Last(member => member.Name == same[0]).Value, Encoding.UTF8.GetString(value));
            }
        }
    });

    [Fact]
    public void No_other_character_is_the_same_as_one_of_ascii()
    {
        for (char c = '\u0080'; c < char.MaxValue; c++)
        {
            Assert.False(Enumerable.Range(0, 128).Any(ascii => c.ToString().Equals(((char)ascii).ToString(), StringComparison.OrdinalIgnoreCase)), $"U+{(int)c:X4}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1} x")]
    [InlineData("{\"a\":1,\"other\":\"a text to make it long enough\"")]
    [InlineData("{\"other\":\"a text to make it long enough\",\"a\":1,}")]
    [InlineData("{\"other\":\"a text to make it long enough\",\"a\":}")]
    [InlineData("{\"other\":\"a text to make it long enough\",\"a\":1x}")]
    [InlineData("{\"other\":\"a text to make it long enough\"\"a\":1}")]
    [InlineData("{\"other\":\"a text to make it long enough\",\"a\":1 \"b\":2}")]
    public void Text_that_is_no_object_is_unreadable(string json)
    {
        Assert.Equal(PropertyMatch.Unreadable, new PropertyName("a", ignoreCase: true).Find(Encoding.UTF8.GetBytes(json), out ReadOnlySpan<byte> value));
        Assert.True(value.IsEmpty);
    }

    private static string RandomObject(Random random, out List<(string Name, string Value)> members)
    {
        RandomJson values = new(random);
        members = [];
        bool isFlat = random.Next(2) == 0;
        StringBuilder json = new("{");
        for (int count = random.Next(isFlat ? 12 : 6); count > 0; count--)
        {
            string name = s_names[random.Next(s_names.Length)];
            string value = isFlat ? values.Value(0) : values.Object(2);
            members.Add((name, value));
            json.Append(json.Length > 1 ? "," : "").Append(Written(name, random)).Append(':').Append(value);
        }

        return json.Append('}').ToString();
    }

    /// <summary>The name as JSON can contain it: as it is, or with escapes for all of its characters.</summary>
    private static string Written(string name, Random random) =>
        random.Next(3) > 0 ? JsonSerializer.Serialize(name) : $"\"{string.Concat(name.Select(c => $"\\u{(int)c:x4}"))}\"";
}
