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
        Assert.Equal(expected, Merge(record, changes, new MergeOptions()));

    [Theory]
    [InlineData("""{"cpus":4}""", """{"CPUs":8}""", """{"cpus":8}""")]
    [InlineData("""{"a":1,"A":2}""", """{"A":3}""", """{"a":1,"A":3}""")]
    [InlineData("""{"a":1,"A":2}""", """{"a":3}""", """{"a":3,"A":2}""")]
    [InlineData("""{"Größe":1}""", """{"GRÖßE":2}""", """{"Größe":2}""")]
    [InlineData("""{"a":1}""", """{"b":2}""", """{"a":1,"b":2}""")]
    public void Without_regard_to_case_the_record_keeps_its_spelling(string record, string changes, string expected) =>
        Assert.Equal(expected, Merge(record, changes, new MergeOptions { IgnoreCase = true }));

    [Theory]
    [InlineData("""{"a":{"x":1,"y":2},"b":3}""", """{"a":{"y":4,"z":{}}}""", """{"a":{"x":1,"y":4,"z":{}},"b":3}""")]
    [InlineData("""{"a":{"b":{"c":{"d":1,"e":2}}}}""", """{"a":{"b":{"c":{"e":3}}}}""", """{"a":{"b":{"c":{"d":1,"e":3}}}}""")]
    [InlineData("""{"a":{"x":1}}""", """{"a":{}}""", """{"a":{"x":1}}""")]
    [InlineData("""{"a":{"x":1}}""", """{"a":null}""", """{"a":null}""")]
    [InlineData("""{"a":1}""", """{"a":{"x":1}}""", """{"a":{"x":1}}""")]
    [InlineData("""{"a":[{"x":1}]}""", """{"a":[{"y":2}]}""", """{"a":[{"y":2}]}""")]
    [InlineData("""{"a":{"x":[1,2]}}""", """{"a":{"x":[3]}}""", """{"a":{"x":[3]}}""")]
    [InlineData("""{"Owner":{"Name":"x","team":1}}""", """{"owner":{"name":"y"}}""", """{"Owner":{"Name":"y","team":1}}""")]
    public void Deep_merges_nested_objects(string record, string changes, string expected) =>
        Assert.Equal(expected, Merge(record, changes, new MergeOptions { Deep = true, IgnoreCase = true }));

    [Theory]
    [InlineData("""{"a":1,"b":2}""", "{}", "a", """{"b":2}""")]
    [InlineData("""{"a":1,"b":2}""", "{}", "c a.x", """{"a":1,"b":2}""")]
    [InlineData("""{"a":{"x":1,"y":2}}""", "{}", "A.X", """{"a":{"y":2}}""")]
    [InlineData("""{"a":{"x":{"z":1}}}""", "{}", "a.x.z", """{"a":{"x":{}}}""")]
    [InlineData("""{"a.x":1,"a":{"x":2}}""", "{}", "a.x", """{"a":{"x":2}}""")]
    [InlineData("""{"a":[{"x":1}]}""", "{}", "a.x", """{"a":[{"x":1}]}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":3,"c":4}""", "a b c", "{}")]
    [InlineData("""{"a":1,"A":2}""", "{}", "a", """{"A":2}""")]
    [InlineData("""{"a":1,"b":2,"a":3}""", "{}", "a", """{"b":2}""")]
    public void Removed_properties_are_not_in_the_result(string record, string changes, string remove, string expected) =>
        Assert.Equal(expected, Merge(record, changes, new MergeOptions { IgnoreCase = true, Remove = remove.Split(' ') }));

    [Fact]
    public void The_deepest_records_are_merged_whole()
    {
        const int Depth = RecordJson.MaximumDepth;
        string record = $"{Open(Depth)}\"x\":1{Close(Depth)}";
        string changes = $"{Open(Depth)}\"y\":2{Close(Depth)}";

        Assert.Equal($"{Open(Depth)}\"x\":1,\"y\":2{Close(Depth)}", Merge(record, changes, new MergeOptions { Deep = true }));

        // Another program can have stored deeper records.
        string deeper = $"{Open(1000)}\"x\":1{Close(1000)}";
        Assert.Equal($"{{{string.Concat(Enumerable.Repeat("\"o\":{", 999))}\"x\":1{Close(1000)[1..]},\"n\":2}}", Merge(deeper, """{"o":{},"n":2}""", new MergeOptions { Deep = true }));
    }

    [Fact]
    public void Many_keys_are_found_by_their_hashes()
    {
        string[] keys = [.. Enumerable.Range(0, 20_000).Select(i => $"key{i}")];
        string record = $"{{{string.Join(',', keys.Select(key => $"\"{key}\":1"))}}}";
        string changes = record.Replace("key", "KEY", StringComparison.Ordinal).Replace(":1", ":2", StringComparison.Ordinal);
        long began = Stopwatch.GetTimestamp();
        Assert.Equal(record.Replace(":1", ":2", StringComparison.Ordinal), Merge(record, changes, new MergeOptions { IgnoreCase = true }));

        // One by one they took a minute.
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    private static string Merge(string record, string changes, MergeOptions options)
    {
        using ByteBuffer patch = new();
        using ByteBuffer output = new();
        Assert.True(RecordMerge.TryApply(Encoding.UTF8.GetBytes(record), Encoding.UTF8.GetBytes(changes), options, patch, output));
        return Encoding.UTF8.GetString(output.Span);
    }

    private static string Open(int depth) => string.Concat(Enumerable.Repeat("{\"o\":", depth - 1)) + "{";

    private static string Close(int depth) => new('}', depth);
}
