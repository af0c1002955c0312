using OpsLog.Bench.Engines;

namespace OpsLog.Bench.Tests;

public sealed class JsonFilterTests
{
    [Theory]
    [InlineData("""{"a":1,"status":"done"}""", true)]
    [InlineData("""{"a":{"status":"done"},"status":"open"}""", false)]
    [InlineData("""{"a":["status","done"]}""", false)]
    [InlineData("""{"status":1}""", false)]
    [InlineData("{}", false)]
    public void Only_the_property_of_the_record_itself_counts(string json, bool expected) =>
        Assert.Equal(expected, new JsonFilter("status", "done").IsMatch(System.Text.Encoding.UTF8.GetBytes(json)));
}
