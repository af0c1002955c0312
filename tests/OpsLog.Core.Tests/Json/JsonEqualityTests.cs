using System.Text;
using System.Text.Json.Nodes;
using OpsLog.Core.Json;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Json;

public sealed class JsonEqualityTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""")]
    [InlineData("""{"a":"é"}""", """{"\u0061":"\u00e9"}""")]
    [InlineData("""{"a":"\/"}""", """{"a":"/"}""")]
    [InlineData("""{"a":[1.0,1e2,-0]}""", """{ "a" : [1, 100, 0.0] }""")]
    [InlineData("""{"a":12345678901234567891}""", """{"a":12345678901234567000}""")]
    public void They_mean_the_same(string left, string right)
    {
        Assert.True(AreEqual(left, right));
        Assert.True(AreEqual(right, left));
    }

    [Theory]
    [InlineData("{}", """{"a":null}""")]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":1,"b":1}""", """{"a":1,"c":1}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":{"b":2}}""")]
    [InlineData("""{"a":true}""", """{"a":false}""")]
    [InlineData("""{"a":0}""", """{"a":null}""")]
    [InlineData("""{"a":{}}""", """{"a":[]}""")]
    [InlineData("""{"a":"A"}""", """{"a":"a"}""")]
    [InlineData("""{"a":0.1}""", """{"a":0.10000000000000002}""")]
    public void They_do_not(string left, string right)
    {
        Assert.False(AreEqual(left, right));
        Assert.False(AreEqual(right, left));
    }

    [Fact]
    public void Random_values_are_equal_to_themselves_written_anew_and_not_to_others() => Seed.Run(random =>
    {
        RandomJson json = new(random);
        for (int i = 0; i < 2_000; i++)
        {
            string value = json.Object(3);
            Assert.True(AreEqual($$"""{"v":{{value}},"n":1}""", $$"""{ "n" : 1, "v" : {{value}} }"""), value);
            if (!value.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
            {
                // .NET writes half of a surrogate pair in no way at all.
                Assert.True(AreEqual(value, JsonNode.Parse(value)!.ToJsonString()), value);
            }

            Assert.False(AreEqual($$"""{"v":{{value}},"n":1}""", $$"""{"v":{{value}},"n":2}"""), value);
        }
    });

    [Fact]
    public void Many_keys_take_no_time_to_speak_of()
    {
        string keys = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"key-{i}\":{i}"));
        string reversed = string.Join(',', Enumerable.Range(0, 100_000).Reverse().Select(i => $"\"key-{i}\":{i}"));
        Assert.True(AreEqual($"{{{keys}}}", $"{{{reversed}}}"));
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(1000, true)]
    public void What_nests_too_deep_to_be_compared_counts_as_equal(int depth, bool equal) =>
        Assert.Equal(equal, AreEqual($"{{\"a\":{new string('[', depth)}1{new string(']', depth)}}}", $"{{\"a\":{new string('[', depth)}2{new string(']', depth)}}}"));

    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("10e-1", "1", true)]
    [InlineData("1200", "1.2E+3", true)]
    [InlineData("-0", "0.00e5", true)]
    [InlineData("0.10", "1e-1", true)]
    [InlineData("9007199254740992", "9007199254740993", false)]
    [InlineData("12345678901234567891", "12345678901234567890", false)]
    [InlineData("0.1", "0.10000000000000000001", false)]
    [InlineData("1", "-1", false)]
    [InlineData("1", "10", false)]
    [InlineData("1e5", "1e6", false)]
    [InlineData("1e9999999999", "1e9999999998", false)]
    [InlineData("true", "false", false)]
    [InlineData("null", "0", false)]
    public void Exactly_compared_numbers_have_all_their_digits(string left, string right, bool equal)
    {
        Assert.Equal(equal, AreExactlyEqual(left, right));
        Assert.Equal(equal, AreExactlyEqual($$"""{"a":[{{right}}],"b":1}""", $$"""{"b":1,"a":[{{left}}]}"""));
    }

    private static bool AreExactlyEqual(string left, string right) =>
        JsonEquality.AreExactlyEqual(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    private static bool AreEqual(string left, string right) => JsonEquality.AreEqual(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
