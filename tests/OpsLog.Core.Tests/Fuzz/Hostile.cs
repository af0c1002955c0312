using System.Text;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>Values that readers stumble over.</summary>
internal static class Hostile
{
    private static readonly string[] s_numbers =
    [
        "0", "-0", "1", "-1", "1.5", "1e0", "1E3", "1e400", "-1e400", "1e-400", "2147483646", "2147483647", "2147483648",
        "-2147483648", "4294967295", "4294967296", "4503599627370495", "4503599627370496", "4503599627370497",
        "9007199254740990", "9007199254740991", "9007199254740992", "9223372036854775806", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551616", "00", "01", "+1", "0x10", "NaN", "1.", ".5",
        new string('9', 40), new string('9', 500),
    ];

    private static readonly byte[][] s_strings =
    [
        .. Bytes(
            "", "a", "b", "k1", "laptop", "nightly", "\\u0000", "\\u0061", "\\u0069d", "a\\u0062", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\ud800\\u0041",
            "\\/", "\\\\", "\\\"", "\\n", "\\u000a", "\\uFFFD", "\\ufeff", "é", "日本", "😀", "x\u0000y", "x\ny", "x\r\ny", "\t", "../x", "/etc/passwd", "ops/../../x",
            "C:x", "ops\\\\x", "ops//x", "ops/", ".", "..", ".lock", "manifest.json", "ops/manifest.json", "snapshots/snap-1.jsonl", "ops/ops-1.jsonl",
            "ops/ops-9223372036854775807.jsonl", "ops/ops-99999999999999_2147483647.jsonl", "ops/agent-a-1.jsonl", "ops/agent-\\ud800-1.jsonl", "ops/aux.jsonl",
            "archive/archive-2026-Q4.json", "archive/x", "2026-Q4", "set", "delete", "delta", "full", "$set", "$unset", "__proto__",
            "2026-01-01T00:00:00.000Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999-14:00", "99999-01-01", "yesterday", "00000000", "ffffffff", "g0000000",
            new string('x', 127), new string('x', 129), new string('.', 300), new string('é', 1500)),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xED, 0xB0, 0x80], [0xF4, 0x90, 0x80, 0x80], [(byte)'a', 0xC3], [0xE2, 0x82], [0x80],
    ];

    private static readonly byte[][] s_values =
    [
        .. Bytes(
            "null", "true", "false", "{}", "[]", "\"\"", "[[]]", "{\"\":{}}", "[null]", "{\"a\":1}", "{\"a\":1,\"a\":2}", "{\"$set\":{\"a\":1}}", "{\"$unset\":[\"a\"]}",
            "{\"$set\":{},\"$unset\":[]}", "{\"$set\":{\"a\":1},\"$set\":5}", "{\"$unset\":[1]}", "[1,1]", "[1,2]", "[2,2]", "[1,2147483647]", "[2147483647,2147483647]",
            "[1,2147483648]", "[0,0]", "[1,-1]", "[1]", "[\"a\",1,\"\",0]", "[[\"a\",1,\"\",0]]", "[[\"a\",9007199254740991,\"laptop\",2147483647]]", "nul", "tru", "{", "[", "\""),
    ];

    private static readonly string[] s_keys =
    [
        "ts", "op", "id", "data", "prev", "encoding", "agent", "clock", "batch", "undo", "segment", "replaced", "crc", "rank", "version", "timestamp", "records", "horizon", "covered",
        "tombstones", "currentSnapshot", "activeOps", "activeAgentOps", "archiveSegments", "stats", "undoFloor", "logLengths", "segmentSizes", "indexes", "revision", "snapshotSeal", "snapshot", "length", "created",
        "period", "format", "process", "host", "user", "since", "compacting", "$set", "$unset", "__proto__", "", "a", "i\\u0064", "\\u0063lock",
    ];

    public static byte[] Number(Random random) => Encoding.UTF8.GetBytes(NumberText(random));

    public static string NumberText(Random random) => Pick(random, s_numbers);

    /// <summary>The content of a string: escapes, half characters, bytes that are not text, paths.</summary>
    public static byte[] String(Random random) => random.Next(400) == 0
        ? Encoding.UTF8.GetBytes(new string('y', random.Next(1, 70_000)))
        : Pick(random, s_strings);

    public static string Key(Random random) => Pick(random, s_keys);

    /// <summary>A value of any kind, nested beyond all measure now and then.</summary>
    public static byte[] Value(Random random) => random.Next(12) switch
    {
        < 4 => Pick(random, s_values),
        < 6 => Number(random),
        < 8 => [(byte)'"', .. String(random), (byte)'"'],
        8 when random.Next(20) == 0 => Nested(random.Next(2) == 0 ? random.Next(1, 40) : random.Next(90, 3000), random.Next(2) == 0),
        8 => Nested(random.Next(1, 8), random.Next(2) == 0),
        _ => Pick(random, s_values),
    };

    private static byte[] Nested(int depth, bool objects) => objects
        ? [.. Enumerable.Repeat("{\"a\":"u8.ToArray(), depth).SelectMany(b => b), (byte)'1', .. Enumerable.Repeat((byte)'}', depth)]
        : [.. Enumerable.Repeat((byte)'[', depth), .. Enumerable.Repeat((byte)']', depth)];

    public static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private static IEnumerable<byte[]> Bytes(params string[] texts) => texts.Select(Encoding.UTF8.GetBytes);
}
