using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.RegularExpressions;

namespace OpsLog.PowerShell.Conversion;

/// <summary>Restores values from the objects that PowerShell's serializer created for them.</summary>
internal static partial class Revival
{
    private const string EnumType = "Deserialized.System.Enum";

    /// <summary>
    /// The original value, if it can be determined: the number, date or null, the name of an enum value, the name of a
    /// type. Nothing that depends on a culture is read from the string that the other side created.
    /// </summary>
    public static bool TryRevive(PSObject value, out object? revived)
    {
        revived = null;
        if (!SerializedValue.Is(value))
        {
            return false;
        }

        if (ShellInternals.TypeNames(value) is [_, EnumType, ..])
        {
            revived = value.ToString();
            return true;
        }

        if (value.BaseObject is not PSCustomObject)
        {
            return false;
        }

        switch (SerializedValue.TypeName(value))
        {
            case "System.DBNull" or "System.Management.Automation.Language.NullString":
                return true;
            case "System.DateTimeOffset" when Get(value, "Ticks") is long ticks && Get(value, "Offset") is TimeSpan offset:
                revived = new DateTimeOffset(ticks, offset);
                break;
            case "System.DateOnly" when Get(value, "DayNumber") is int day:
                revived = DateOnly.FromDayNumber(day);
                break;
            case "System.TimeOnly" when Get(value, "Ticks") is long ticks:
                revived = new TimeOnly(ticks);
                break;
            case "System.Numerics.BigInteger" or "System.Int128" or "System.UInt128" or "System.IntPtr" or "System.UIntPtr":
                revived = BigInteger.Parse(Digits(value.ToString()), CultureInfo.InvariantCulture);
                break;
            case "System.Half":
                revived = HalfOf(value.ToString());
                break;
            case "System.RuntimeType":
                revived = Get(value, "FullName") ?? Get(value, "Name");
                break;
            case "System.TimeZoneInfo":
                revived = Get(value, "Id");
                break;
            case { } name when name.StartsWith("System.Data.SqlTypes.", StringComparison.Ordinal) && Get(value, "IsNull") is bool isNull:
                revived = isNull ? null : Get(value, "Value");
                return isNull || revived is not null;
        }

        return revived is not null;
    }

    [GeneratedRegex("^([^0-9]*[0-9]+)(?:[^0-9]([0-9]+))?(?:E\\+?([^0-9]*[0-9]+))?$")]
    private static partial Regex HalfText();

    private static object? Get(PSObject value, string property) => Wrapper.Bare(value.Properties[property]?.Value);

    // A culture determines the signs and the decimal point; the digits show which is which.
    private static string Digits(string text)
    {
        string digits = string.Concat(text.Where(char.IsAsciiDigit));
        return text.Length > 0 && !char.IsAsciiDigit(text[0]) ? "-" + digits : digits;
    }

    private static Half HalfOf(string text)
    {
        Match parts = HalfText().Match(text);
        if (!parts.Success)
        {
            return Half.NaN;
        }

        string exponent = parts.Groups[3].Success ? Digits(parts.Groups[3].Value) : "0";
        return Half.Parse($"{Digits(parts.Groups[1].Value)}.{parts.Groups[2].Value}E{exponent}", CultureInfo.InvariantCulture);
    }
}
