using System.Diagnostics;
using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Json;

public sealed class RecordDeltaTests
{
    [Fact]
    public void A_patch_gives_back_the_record_before_byte_for_byte_and_is_smaller() => Seed.Run(random =>
    {
        RandomJson json = new(random);
        int used = 0;
        for (int i = 0; i < 30_000; i++)
        {
            string previous = i % 3 == 0 ? json.Object(2, 12) : Compose(Fields(random, json));
            string current = random.Next(10) == 0 ? json.Object(2) : Compose(Changed(previous, random, json));
            using ByteBuffer patch = new();
            using ByteBuffer scratch = new();
            patch.Append("before"u8);
            bool created = RecordDelta.TryCreate(Encoding.UTF8.GetBytes(previous), Encoding.UTF8.GetBytes(current), patch, scratch);
            string written = Encoding.UTF8.GetString(patch.Span[6..]);
            if (!created)
            {
                Assert.Equal("", written);
                continue;
            }

            used++;
            Assert.True(Encoding.UTF8.GetByteCount(written) < Encoding.UTF8.GetByteCount(previous), written);
            Assert.Equal(previous, Apply(current, written));
        }

        Assert.InRange(used, 3_000, 29_000);
    });

    [Theory]
    [InlineData("""{"name":"Ada","mail":"ada@example.org","n":1}""", """{"name":"Ada","mail":"ada@example.org","n":2}""", """{"$set":{"n":1}}""")]
    [InlineData("""{"name":"Ada","mail":"ada@example.org"}""", """{"name":"Ada","mail":"ada@example.org","n":2}""", """{"$unset":["n"]}""")]
    [InlineData("""{"name":"Ada","mail":"ada@example.org","n":2}""", """{"name":"Ada","mail":"ada@example.org"}""", """{"$set":{"n":2}}""")]
    [InlineData("""{"name":"Ada","mail":"ada@example.org","n":2}""", """{"name":"Ada","mail":"ada@example.org","m":2}""", """{"$set":{"n":2},"$unset":["m"]}""")]
    [InlineData("""{"a":1}""", """{"a":1}""", """{}""")]
    [InlineData("""{"é\n":1,"long":"xxxxxxxxxxxxxxxxxxxx"}""", """{"é\n":2,"long":"xxxxxxxxxxxxxxxxxxxx"}""", """{"$set":{"é\n":1}}""")]
    public void It_is_used_for_plain_changes(string previous, string current, string expected)
    {
        using ByteBuffer patch = new();
        using ByteBuffer scratch = new();
        Assert.True(RecordDelta.TryCreate(Encoding.UTF8.GetBytes(previous), Encoding.UTF8.GetBytes(current), patch, scratch));
        Assert.Equal(expected, Encoding.UTF8.GetString(patch.Span));
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""")]
    [InlineData("""{"gone":1,"name":"a long enough name"}""", """{"name":"a long enough name"}""")]
    [InlineData("""{"b":1,"a":1,"name":"a long enough name"}""", """{"a":1,"b":1,"name":"a long enough name"}""")]
    [InlineData("""{"\u0061":1,"name":"a long enough name"}""", """{"a":1,"name":"a long enough name"}""")]
    [InlineData("""{"a":1""", """{"a":1}""")]
    [InlineData("""{"a":1}""", """[1]""")]
    public void It_is_not_where_it_is_no_smaller_or_can_not_restore_the_bytes(string previous, string current)
    {
        using ByteBuffer patch = new();
        using ByteBuffer scratch = new();
        Assert.False(RecordDelta.TryCreate(Encoding.UTF8.GetBytes(previous), Encoding.UTF8.GetBytes(current), patch, scratch));
        Assert.Equal(0, patch.Length);
    }

    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"$unset":["a","\u0062"]}""", "{}")]
    [InlineData("""{"a":1}""", """{ "$set" : {"\u0061":2, "b":3} , "$unset" : [ ] }""", """{"a":2,"b":3}""")]
    [InlineData("""{}""", """{"$set":{"a":1,"\u0061":2}}""", """{"\u0061":2}""")]
    [InlineData("""{"a":1,"a":2,"b":0}""", """{"$set":{"a":3}}""", """{"a":3,"b":0}""")]
    [InlineData("""{"a":1}""", """{"\u0024set":{"a":2}}""", """{"a":2}""")]
    [InlineData("""{"a":1}""", """{"$set":{"a":5},"$unset":["a"]}""", "{}")]
    [InlineData("{}", """{"$set":{"a":5},"$unset":["a"]}""", "{}")]
    [InlineData("""{"a":1}""", "{}", """{"a":1}""")]
    public void Patches_of_other_programs_are_applied_too(string record, string patch, string expected) =>
        Assert.Equal(expected, Apply(record, patch));

    [Fact]
    public void A_duplicate_key_is_restored_once()
    {
        string record = "{" + string.Join(',', Enumerable.Repeat("\"a\":1", 20_000)) + "}";
        string patch = $$$"""{"$set":{"a":"{{{new string('x', 50_000)}}}"}}""";
        Assert.InRange(Apply(record, patch)!.Length, 50_000, record.Length + patch.Length);
    }

    [Fact]
    public void There_is_none_that_nests_deeper_than_readers_follow()
    {
        foreach (int depth in new[] { 1021, 1022, 1023 })
        {
            string deep = string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth));
            using ByteBuffer patch = new();
            using ByteBuffer scratch = new();
            bool created = RecordDelta.TryCreate(Encoding.UTF8.GetBytes($$"""{"a":{{deep}},"long":"{{new string('x', 5_000)}}"}"""), Encoding.UTF8.GetBytes($$"""{"a":1,"long":"{{new string('x', 5_000)}}"}"""), patch, scratch);
            Assert.Equal(depth <= 1022, created);
            JsonWalker walker = new(patch.Span);
            Assert.True(!created || walker.TryValue());
        }
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", """{"a":1,"a":2}""", true)]
    [InlineData("""{"a":1,"a":2}""", """{"a":3,"a":2}""", true)]
    [InlineData("""{"a":1,"a":2}""", """{"a":2,"a":1}""", false)]
    [InlineData("""{"a":1,"a":1}""", """{"a":1,"b":1}""", false)]
    [InlineData("""{"a":1,"b":1}""", """{"a":1,"a":1}""", false)]
    public void Of_equal_keys_the_last_is_compared(string left, string right, bool same) =>
        Assert.Equal(same, RecordDelta.HaveSameMembers(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right)));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"$set":[]}""")]
    [InlineData("""{"$set":null}""")]
    [InlineData("""{"$unset":{}}""")]
    [InlineData("""{"$unset":"a"}""")]
    [InlineData("""{"$unset":[1,"a"]}""")]
    [InlineData("""{"$unset":["a",null]}""")]
    [InlineData("""{"$unset":[["a"]]}""")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"$set":{"a":1}""")]
    [InlineData("""{"$set":{"a":1}} x""")]
    public void What_is_no_patch_is_not_applied(string patch) => Assert.Null(Apply("""{"a":1}""", patch));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"a":1""")]
    public void Nor_to_what_is_no_record(string record) => Assert.Null(Apply(record, """{"$set":{"a":1}}"""));

    [Fact]
    public void Spoilt_patches_never_throw() => Seed.Run(random =>
    {
        RandomJson json = new(random);
        for (int i = 0; i < 10_000; i++)
        {
            string patch = $$$"""{"$set":{{{json.Object(1)}}},"$unset":["{{{json.RawString()}}}","{{{json.RawString()}}}"]}""";
            using ByteBuffer output = new();
            RecordDelta.TryApply(Encoding.UTF8.GetBytes(json.Object(1)), json.Spoil(Encoding.UTF8.GetBytes(patch)), output);
        }
    });

    [Fact]
    public void Large_patches_give_what_small_ones_give()
    {
        string many = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"k{i}\":{i}"));
        string record = "{" + many + ",\"kept\":0}";
        string set = "{\"k7\":0," + many.Replace("\"k299\"", "\"\\u006b299\"", StringComparison.Ordinal) + ",\"k7\":\"last\",\"new\":1}";
        string all = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"\\u006b{i}\""));
        Assert.Equal("{" + many.Replace(":7,", ":\"last\",", StringComparison.Ordinal) + ",\"kept\":0,\"new\":1}", Apply(record, $$"""{"$set":{{set}}}"""));
        Assert.Equal("""{"kept":0}""", Apply(record, $$"""{"$unset":[{{all}}]}"""));
    }

    [Fact]
    public void A_huge_patch_does_not_take_time_with_its_square()
    {
        string many = "{" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"key{i}\":{i}")) + "}";
        string others = many.Replace("key", "yek", StringComparison.Ordinal);
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(many[..^1] + "," + others[1..], Apply(many, $$"""{"$set":{{others}},"$unset":["x"]}"""));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    private static string? Apply(string record, string patch)
    {
        using ByteBuffer output = new();
        return RecordDelta.TryApply(Encoding.UTF8.GetBytes(record), Encoding.UTF8.GetBytes(patch), output)
            ? Encoding.UTF8.GetString(output.Span)
            : null;
    }

    private static List<(string Key, string Value)> Fields(Random random, RandomJson json)
    {
        List<(string, string)> fields = [];
        for (int count = random.Next(10); count > 0; count--)
        {
            fields.Add((json.RawString() + count, json.Value(1)));
        }

        return fields;
    }

    private static List<(string Key, string Value)> Changed(string record, Random random, RandomJson json)
    {
        List<(string Key, string Value)> fields = [];
        JsonMembers members = new(Encoding.UTF8.GetBytes(record));
        while (members.MoveNext())
        {
            fields.Add((Encoding.UTF8.GetString(members.RawKey), Encoding.UTF8.GetString(members.Value)));
        }

        for (int changes = random.Next(4); changes > 0; changes--)
        {
            int at = random.Next(fields.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < fields.Count:
                    fields.RemoveAt(at);
                    break;
                case 1 when at < fields.Count:
                    fields.Add(fields[at]);
                    fields.RemoveAt(at);
                    break;
                case 2 when at < fields.Count:
                    fields[at] = fields[at] with { Key = fields[at].Key.Replace("a", "\\u0061", StringComparison.Ordinal) };
                    break;
                case 3:
                    fields.Insert(at, (json.RawString(), json.Value(1)));
                    break;
                default:
                    if (at < fields.Count)
                    {
                        fields[at] = fields[at] with { Value = json.Value(1) };
                    }

                    break;
            }
        }

        return fields;
    }

    private static string Compose(IEnumerable<(string Key, string Value)> fields) =>
        "{" + string.Join(',', fields.Select(f => $"\"{f.Key}\":{f.Value}")) + "}";
}
