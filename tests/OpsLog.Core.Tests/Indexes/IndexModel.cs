using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpsLog.Core.Indexes;

namespace OpsLog.Core.Tests.Indexes;

/// <summary>What an index has to return, found out with a JSON document of each record.</summary>
internal static partial class IndexModel
{
    /// <summary>Whether the index returns a record for a condition, and whether the record is counted as certain.</summary>
    public static (bool IsReturned, bool IsCertain) Of(IndexCondition condition, string json)
    {
        (IndexedValues kind, object? value) = ValueOf(condition.Property, JsonDocument.Parse(json).RootElement);
        bool matches = kind switch
        {
            IndexedValues.None => true,
            IndexedValues.Texts => condition.Texts?.Contains((string)value!, StringComparer.OrdinalIgnoreCase) ?? true,
            IndexedValues.Numbers => condition.Numbers?.Any(range => Contains(range, (double)value!)) ?? true,
            IndexedValues.Dates => condition.Dates?.Any(range => (long)value! >= range.From.Ticks && (long)value <= range.To.Ticks) ?? true,
            _ => condition.Possible.HasFlag(kind),
        };
        return (matches, matches && kind != IndexedValues.None && condition.Certain.HasFlag(kind));
    }

    private static bool Contains(NumberRange range, double number) =>
        (range.ExcludesFrom ? number > range.From : number >= range.From) && (range.ExcludesTo ? number < range.To : number <= range.To);

    private static (IndexedValues Kind, object? Value) ValueOf(string property, JsonElement record)
    {
        string[] names = property.Split('.');
        if (names.Length > 1 && Find(record, property).Length > 0)
        {
            return (IndexedValues.None, null);
        }

        for (int i = 0; i < names.Length; i++)
        {
            JsonElement[] found = Find(record, names[i]);
            if (found.Length != 1)
            {
                return (found.Length == 0 ? IndexedValues.Missing : IndexedValues.None, null);
            }

            record = found[0];
            if (i < names.Length - 1 && record.ValueKind != JsonValueKind.Object)
            {
                return (record.ValueKind == JsonValueKind.Null ? IndexedValues.Missing : IndexedValues.None, null);
            }
        }

        return record.ValueKind switch
        {
            JsonValueKind.Null => (IndexedValues.Null, null),
            JsonValueKind.True => (IndexedValues.True, null),
            JsonValueKind.False => (IndexedValues.False, null),
            JsonValueKind.Number => NumberOf(record.GetRawText()),
            JsonValueKind.String => TextOf(record.GetRawText()[1..^1]),
            _ => (IndexedValues.None, null),
        };
    }

    private static JsonElement[] Find(JsonElement record, string name) =>
        [.. record.EnumerateObject().Where(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).GroupBy(member => member.Name).Select(same => same.Last().Value)];

    private static (IndexedValues Kind, object? Value) NumberOf(string text)
    {
        double number = double.Parse(text, CultureInfo.InvariantCulture);
        bool isLong = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        string shortest = number.ToString("R", CultureInfo.InvariantCulture);
        return isLong || ((text == shortest || text == shortest + ".0") && !text.Contains('e', StringComparison.OrdinalIgnoreCase))
            ? (IndexedValues.Numbers, number)
            : (IndexedValues.None, null);
    }

    private static (IndexedValues Kind, object? Value) TextOf(string text)
    {
        if (!Plain().IsMatch(text))
        {
            return (IndexedValues.None, null);
        }

        if (!DateLike().IsMatch(text))
        {
            return (IndexedValues.Texts, text);
        }

        string[] formats = ["yyyy-MM-dd'T'HH:mm:ss.fff", "yyyy-MM-dd'T'HH:mm:ss.fffffff"];
        bool isDate = DateTime.TryParseExact(text.TrimEnd('Z'), formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
            && !Zeros().IsMatch(text) && !text.EndsWith("ZZ", StringComparison.Ordinal);
        return isDate ? (IndexedValues.Dates, date.Ticks) : (IndexedValues.None, null);
    }

    [GeneratedRegex(@"^[ -\[\]-~]*$")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^.{4}-.{5}T.{8}\..{3,13}$")]
    private static partial Regex DateLike();

    [GeneratedRegex(@"\.\d{3}0000Z?$")]
    private static partial Regex Zeros();
}
