using System.Globalization;
using System.Text;
using OpsLog.Core.Json;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>Whether two records mean the same, against both brought into one form.</summary>
internal sealed class JsonEqualityTarget : PatchTarget
{
    public override string Name => "JsonEquality";

    public override int Share => 40_000;

    public override FuzzInput Next(Random random)
    {
        FuzzInput input = base.Next(random);
        byte[] record = input.Parts[0].Bytes;
        return random.Next(3) > 0 ? input.With(1, random.Next(3) == 0 ? record : JsonMutations.Change(random, record)) : input;
    }

    protected override string Run(byte[] record, byte[] other, int choice)
    {
        bool expected = Form(record) == Form(other);
        FuzzFailureException.ThrowUnlessEqual(expected, JsonEquality.AreEqual(record, other), "equal");
        FuzzFailureException.ThrowUnlessEqual(expected, JsonEquality.AreEqual(other, record), "equal the other way round");
        FuzzFailureException.ThrowIf(!JsonEquality.AreEqual(record, Encoding.UTF8.GetBytes(Form(record))), "a record in the one form is not what it was");
        Count(expected ? "equal" : "different");
        return FuzzTally.Accepted;
    }

    /// <summary>Keys sorted, escapes resolved, numbers as doubles.</summary>
    private static string Form(ReadOnlySpan<byte> json) => json[0] switch
    {
        (byte)'{' => $"{{{string.Join(',', JsModel.Members(json)!.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{Quoted(m.Key)}:{Form(m.Value)}"))}}}",
        (byte)'[' => $"[{string.Join(',', Elements(json).Select(element => Form(element)))}]",
        (byte)'"' => Quoted(JsModel.Plain(json[1..^1])),
        (byte)'t' or (byte)'f' or (byte)'n' => Encoding.UTF8.GetString(json),
        _ => Number(double.Parse(json, CultureInfo.InvariantCulture)),
    };

    private static string Number(double number) => double.IsInfinity(number)
        ? number > 0 ? "1e999" : "-1e999"
        : number == 0 ? "0" : number.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            _ = c is < ' ' or '"' or '\\' or > '~' ? quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private static List<byte[]> Elements(ReadOnlySpan<byte> json)
    {
        List<byte[]> elements = [];
        JsonElements items = new(json);
        while (items.MoveNext())
        {
            elements.Add(items.Value.ToArray());
        }

        return elements;
    }
}
