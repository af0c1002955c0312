using System.Globalization;
using OpsLog.Core.Indexes;

namespace OpsLog.Core.Tests.Indexes;

/// <summary>Records whose values are of all kinds, and conditions that select some of them.</summary>
internal sealed class RandomConditions(Random random)
{
    public static readonly string[] Properties = ["status", "n", "owner.name"];

    private static readonly string[] s_texts =
    [
        "", "a", "A", "done", "Done", "open", "waiting!", "in progress", "IN progress", "a text that is longer than eight bytes",
        new string('x', 256), new string('x', 257), new string('x', 300), "1", "true",
    ];

    private static readonly string[] s_irregular =
    [
        "\"caf\u00e9\"", "\"tab\\t\"", "\"\u007f\"", "[]", "[\"done\"]", "{}", "{\"name\":[1]}", "1e5", "1E-7", "1.50", "123456789012345678901234567890", "0.1000000000000000055",
        "\"2026-01-01T10:00:00.000+02:00\"", "\"2026-01-01T10:00:00.0000000Z\"", "\"2026-13-01T10:00:00.000Z\"", "\"2026-01-01T10:00:00.000z\"",
    ];

    private static readonly string[] s_numbers = ["0", "-0", "-0.0", "1", "2", "3.5", "-7", "1.0", "9007199254740991", "9007199254740992", "9007199254740993", "9223372036854775807", "0.1", "1e400", "100000000000000000000.0"];

    private static readonly string[] s_dates =
    [
        "2026-01-01T10:00:00.000Z", "2026-01-01T10:00:00.000", "2026-01-01T10:00:00.0001234Z", "2026-02-01T00:00:00.000Z", "0001-01-01T00:00:00.000", "9999-12-31T23:59:59.9999999Z",
    ];

    public string Record()
    {
        List<string> members = [$"\"other\":{random.Next(3)}"];
        Add(members, Case("status"), Value());
        Add(members, Case("n"), random.Next(3) == 0 ? Value() : random.Next(20).ToString(CultureInfo.InvariantCulture));
        switch (random.Next(12))
        {
            case < 9:
                List<string> owner = [];
                Add(owner, Case("name"), Value());
                Add(members, "owner", $"{{{string.Join(',', owner)}}}");
                break;
            case 9:
                Add(members, "owner", Value());
                break;
            case 10:
                Add(members, "owner.name", Value());
                break;
        }

        if (random.Next(20) == 0)
        {
            Add(members, "STATUS", Value());
        }

        return $"{{{string.Join(',', members)}}}";
    }

    public IndexCondition Condition() => new(Case(Pick(Properties)))
    {
        Texts = random.Next(3) == 0 ? null : [.. Enumerable.Range(0, random.Next(3)).Select(_ => Case(Pick(s_texts)))],
        Numbers = Pick<NumberRange[]?>([null, [], [new(1, 1)], [new(0, 0)], [new(9007199254740992, double.PositiveInfinity)], [new(1, 3.5) { ExcludesFrom = true }], [new(double.NegativeInfinity, 1) { ExcludesTo = true }, new(5, 7)], [new(2, 2) { ExcludesTo = true }]]),
        Dates = random.Next(2) == 0 ? null : [new(new DateTime(2026, 1, 1, 10, 0, 0), new DateTime(2026, 1, random.Next(1, 3), 10, 0, 0))],
        Possible = (IndexedValues)random.Next(16),
        Certain = (IndexedValues)random.Next(128),
    };

    private string Value() => random.Next(10) switch
    {
        < 4 => $"\"{Pick(s_texts)}\"",
        4 => Pick(["null", "true", "false"]),
        5 => Pick(s_irregular),
        6 => $"\"{Pick(s_dates)}\"",
        _ => Pick(s_numbers),
    };

    private void Add(List<string> members, string name, string value)
    {
        if (random.Next(10) > 0)
        {
            members.Insert(random.Next(members.Count + 1), $"\"{name}\":{value}");
        }
    }

    private string Case(string text) => random.Next(4) == 0 ? text.ToUpperInvariant() : text;

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
