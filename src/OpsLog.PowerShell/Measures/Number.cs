using System.Globalization;
using System.Management.Automation;
using System.Numerics;

namespace OpsLog.PowerShell.Measures;

/// <summary>Values as numbers, by the conversions of PowerShell.</summary>
internal static class Number
{
    /// <summary>
    /// The value as a boxed <see cref="long"/>, <see cref="BigInteger"/>, <see cref="decimal"/> or <see cref="double"/>;
    /// null if PowerShell does not convert it to a number.
    /// </summary>
    public static object? Of(object value) => value switch
    {
        long or BigInteger or decimal or double => value,
        sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong large => (BigInteger)large,
        string text when IsCertainlyNone(text) => null,
        _ => LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out double number) ? number : null,
    };

    /// <summary>Compares two numbers by their exact values, except that a double is compared as a double.</summary>
    public static int Compare(object left, object right)
    {
        if (left is double || right is double)
        {
            return ToDouble(left).CompareTo(ToDouble(right));
        }

        if (left is not decimal && right is not decimal)
        {
            return ToInteger(left).CompareTo(ToInteger(right));
        }

        return (ToInteger(left) - ToInteger(right)) is { IsZero: false } difference
            ? difference.Sign
            : FractionOf(left).CompareTo(FractionOf(right));
    }

    /// <summary>The number as a double, as Measure-Object uses it.</summary>
    public static double ToDouble(object number) =>
        number is BigInteger large ? (double)large : Convert.ToDouble(number, CultureInfo.InvariantCulture);

    private static BigInteger ToInteger(object number) => number switch
    {
        long integer => integer,
        decimal exact => new BigInteger(exact),
        _ => (BigInteger)number,
    };

    private static decimal FractionOf(object number) => number is decimal exact ? exact - decimal.Truncate(exact) : 0;

    /// <summary>A failed conversion of a text is expensive. Only NaN and infinities are numbers that begin with a letter.</summary>
    private static bool IsCertainlyNone(string text) => text.Length > 0 && char.IsLetter(text[0]) && (text[0] | 0x20) is not ('n' or 'i');
}
