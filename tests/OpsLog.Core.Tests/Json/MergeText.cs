using OpsLog.Core.Json;

namespace OpsLog.Core.Tests.Json;

/// <summary>Random objects with few names, so that they meet: duplicates, other cases, escapes, dots, the empty name.</summary>
internal sealed class MergeText(Random random)
{
    private static readonly string[] s_keys =
        ["a", "A", "b", "\\u0061", "aB", "Ab", "AB", "", "a.b", "A.b", ".", "a.", "é", "É", "\\u00e9", "$set", "$unset", "q\\\"q", "1"];

    private static readonly string[] s_names =
        ["a", "A", "b", "aB", "AB", "a.b", "A.B", "a.a", "a.b.a", "ab.a", "", ".", "a.", "a..b", "é", "É.a", "1", "q\"q", "missing", "a.missing", "missing.a"];

    private static readonly string[] s_scalars = ["1", "2.50", "true", "null", "\"\"", "\"{\"", "\"\\u0061\"", "[]", "[{\"a\":1}]", "[1,[2]]"];

    public string Object(int depth) =>
        $"{{{string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => $"\"{Pick(s_keys)}\":{Value(depth - 1)}"))}}}";

    public MergeOptions Options() => new()
    {
        IgnoreCase = random.Next(2) == 0,
        Deep = random.Next(3) > 0,
        Remove = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Pick(s_names))],
    };

    private string Value(int depth) => depth > 0 && random.Next(3) > 0 ? Object(depth) : Pick(s_scalars);

    private string Pick(string[] of) => of[random.Next(of.Length)];
}
