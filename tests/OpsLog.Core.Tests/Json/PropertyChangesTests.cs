using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsLog.Core.Json;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Json;

public sealed class PropertyChangesTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":3,"c":4}""", "b:2>3 c:>4 a:1>")]
    [InlineData("""{"a":{"x":1,"y":{"z":true}}}""", """{"a":{"x":1,"y":{"z":false}}}""", "a/y/z:true>false")]
    [InlineData("""{"a":{"x":1}}""", """{"a":{}}""", "a/x:1>")]
    [InlineData("""{"a":{"x":1}}""", """{"a":[1]}""", """a:{"x":1}>[1]""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", "a:[1,2]>[2,1]")]
    [InlineData("""{"a":null}""", "{}", "a:null>")]
    [InlineData("""{"a":1}""", """{"A":1}""", "A:>1 a:1>")]
    [InlineData("""{"a.b":1}""", """{"a":{"b":1}}""", """a:>{"b":1} a.b:1>""")]
    [InlineData("""{"":1}""", """{"":2}""", ":1>2")]
    [InlineData("""{"a":1,"a":2}""", """{"a":3,"a":4}""", "a:2>4")]
    [InlineData("""{"n":12345678901234567891}""", """{"n":12345678901234567892}""", "n:12345678901234567891>12345678901234567892")]
    public void Names_each_property_that_differs(string before, string after, string expected) => Assert.Equal(expected, Describe(before, after));

    [Theory]
    [InlineData("""{"a":1,"b":{"c":2,"d":3}}""", """{"b":{"d":3,"c":2},"a":1}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""")]
    [InlineData("""{"a":"\u0041"}""", """{"\u0061":"A"}""")]
    [InlineData("""{"a":1.0}""", """{"a":1}""")]
    public void What_means_the_same_is_no_change(string before, string after) => Assert.Equal("", Describe(before, after));

    [Fact]
    public void A_created_record_has_all_of_its_properties_and_a_removed_one_too()
    {
        Assert.Equal("""a:>1 b:>{"c":2}""", Describe(null, """{"a":1,"b":{"c":2}}"""));
        Assert.Equal("""a:1> b:{"c":2}>""", Describe("""{"a":1,"b":{"c":2}}""", null));
        Assert.Equal("", Describe(null, null));
    }

    [Fact]
    public void A_record_of_any_depth_is_compared()
    {
        string deep = string.Concat(Enumerable.Repeat("""{"a":""", 900));
        string close = new('}', 900);
        IReadOnlyList<PropertyChange> changes = PropertyChanges.Between(Bytes($"{deep}1{close}"), Bytes($"{deep}2{close}"));
        Assert.InRange(Assert.Single(changes).Path.Count, 100, 900);
    }

    [Fact]
    public void The_changes_turn_one_record_into_the_other() => Seed.Run(random =>
    {
        RandomJson json = new(random);
        int changed = 0;
        for (int i = 0; i < 5_000; i++)
        {
            string before = json.Object(3);
            string after = random.Next(3) == 0 ? json.Object(3) : $$"""{"kept":{{before}},"other":{{json.Object(2)}}}""";
            before = after.StartsWith("{\"kept", StringComparison.Ordinal) ? $$"""{"other":{{json.Object(2)}},"kept":{{before}}}""" : before;
            JsonObject model = (JsonObject)Parse(before)!;
            foreach (PropertyChange change in PropertyChanges.Between(Bytes(before), Bytes(after)))
            {
                JsonObject target = model;
                string[] path = [.. change.Path.Select(Plain)];
                foreach (string name in path.SkipLast(1))
                {
                    target = (JsonObject)target[name]!;
                }

                Assert.Equal(change.Before is not null, target.ContainsKey(path[^1]));
                target.Remove(path[^1]);
                if (change.After is { } value)
                {
                    target[path[^1]] = Parse(Encoding.UTF8.GetString(value.Span));
                }

                changed++;
            }

            Assert.True(JsonNode.DeepEquals(model, Parse(after)), $"{before} -> {after}");
        }

        Assert.InRange(changed, 5_000, int.MaxValue);
    });

    private static string Describe(string? before, string? after) => string.Join(' ', PropertyChanges.Between(Bytes(before), Bytes(after)).Select(
        change => $"{string.Join('/', change.Path)}:{Text(change.Before)}>{Text(change.After)}"));

    private static ReadOnlyMemory<byte>? Bytes(string? json) => json is null ? null : Encoding.UTF8.GetBytes(json);

    private static string Text(ReadOnlyMemory<byte>? json) => json is { } value ? Encoding.UTF8.GetString(value.Span) : "";

    /// <summary>With the last of duplicate keys in its place, which JsonObject itself refuses.</summary>
    private static JsonNode? Parse(string json) => Resolve(JsonDocument.Parse(Lenient(json)).RootElement);

    private static JsonNode? Resolve(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                JsonObject target = [];
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    target[property.Name] = Resolve(property.Value);
                }

                return target;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(Resolve)]);
            case JsonValueKind.Number:
                // .NET 8 compares the texts, of which -0 and 0 have different ones.
                return JsonValue.Create(value.GetDouble() + 0.0);
            default:
                return JsonNode.Parse(value.GetRawText());
        }
    }

    // .NET reads half of a surrogate pair in no way at all.
    private static string Lenient(string json) =>
        Plain(json.Replace("\\ud83d\\ude00", "s", StringComparison.Ordinal).Replace("\\ud800", "h", StringComparison.Ordinal));

    private static string Plain(string name) => name.Replace("\ud83d\ude00", "s", StringComparison.Ordinal).Replace('\ud800', 'h').Replace('\ufffd', 'h');
}
