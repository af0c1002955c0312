using System.Diagnostics;
using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Tests.Json;

public sealed class RecordMergeTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":3}""", """{"a":1,"b":3}""")]
    [InlineData("""{"a":1}""", """{"b":3,"c":4}""", """{"a":1,"b":3,"c":4}""")]
    [InlineData("""{"a":1}""", "{}", """{"a":1}""")]
    [InlineData("{}", """{"a":1}""", """{"a":1}""")]
    [InlineData("""{"a":{"x":1,"y":2}}""", """{"a":{"x":3}}""", """{"a":{"x":3}}""")]
    [InlineData("""{"a":1}""", """{"A":2}""", """{"a":1,"A":2}""")]
    [InlineData("""{"\u0061":1}""", """{"a":2}""", """{"\u0061":2}""")]
    public void Given_members_replace_those_of_the_record(string record, string changes, string expected) =>
        Assert.Equal(expected, Merge(record, changes, ignoreCase: false));

    [Theory]
    [InlineData("""{"cpus":4}""", """{"CPUs":8}""", """{"cpus":8}""")]
    [InlineData("""{"a":1,"A":2}""", """{"A":3}""", """{"a":1,"A":3}""")]
    [InlineData("""{"a":1,"A":2}""", """{"a":3}""", """{"a":3,"A":2}""")]
    [InlineData("""{"Größe":1}""", """{"GRÖßE":2}""", """{"Größe":2}""")]
    [InlineData("""{"a":1}""", """{"b":2}""", """{"a":1,"b":2}""")]
    public void Without_regard_to_case_the_record_keeps_its_spelling(string record, string changes, string expected) =>
        Assert.Equal(expected, Merge(record, changes, ignoreCase: true));

    [Fact]
    public void Many_keys_are_found_by_their_hashes()
    {
        string[] keys = [.. Enumerable.Range(0, 20_000).Select(i => $"key{i}")];
        string record = $"{{{string.Join(',', keys.Select(key => $"\"{key}\":1"))}}}";
        string changes = record.Replace("key", "KEY", StringComparison.Ordinal).Replace(":1", ":2", StringComparison.Ordinal);
        long began = Stopwatch.GetTimestamp();
        Assert.Equal(record.Replace(":1", ":2", StringComparison.Ordinal), Merge(record, changes, ignoreCase: true));

        // One by one they took a minute.
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    private static string Merge(string record, string changes, bool ignoreCase)
    {
        using ByteBuffer patch = new();
        using ByteBuffer output = new();
        Assert.True(RecordMerge.TryApply(Encoding.UTF8.GetBytes(record), Encoding.UTF8.GetBytes(changes), ignoreCase, patch, output));
        return Encoding.UTF8.GetString(output.Span);
    }
}
