using System.Globalization;
using System.Management.Automation;
using System.Text;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Filters;

/// <summary>Whether a number, a date or a string is equal to, before or after a value of the same kind.</summary>
/// <param name="comparison">The operator; EQ or one of the four that order.</param>
internal abstract class OrderTest(ComparisonOperator comparison) : NativeTest
{
    /// <summary>The test for a value; null if there is none.</summary>
    public static OrderTest? Create(object? value, bool ignoreCase, ComparisonOperator comparison) => value switch
    {
        string text => new TextOrder(text, ignoreCase, comparison),
        sbyte or byte or short or ushort or int or uint or long => new IntegerOrder(Convert.ToInt64(value, CultureInfo.InvariantCulture), comparison),
        float or double => new DoubleOrder(Convert.ToDouble(value, CultureInfo.InvariantCulture), comparison),
        DateTime date => new DateOrder(date, comparison),
        _ => null,
    };

    /// <summary>What the operator returns for the result of a comparison.</summary>
    private Verdict Of(int order) => VerdictOf(comparison switch
    {
        ComparisonOperator.GT => order > 0,
        ComparisonOperator.GE => order >= 0,
        ComparisonOperator.LT => order < 0,
        ComparisonOperator.LE => order <= 0,
        _ => order == 0,
    });

    /// <summary>The same for numbers that can be NaN, which is not equal to, before or after any number.</summary>
    private Verdict Of(double left, double right) => double.IsNaN(left) || double.IsNaN(right) ? Verdict.False : Of(left.CompareTo(right));

    private static object? NumberOf(StoredValue left) => left.Kind == StoredKind.Number ? JsonNumber.Read(left.Json) : null;

    private sealed class IntegerOrder(long value, ComparisonOperator comparison) : OrderTest(comparison)
    {
        public override Verdict Test(StoredValue left) => left.Kind != StoredKind.Number ? Verdict.Unknown
            : JsonNumber.TryReadLong(left.Json, out long number) ? Of(number.CompareTo(value))
            : NumberOf(left) is double fraction ? Of(fraction, value)
            : Verdict.Unknown;
    }

    private sealed class DoubleOrder(double value, ComparisonOperator comparison) : OrderTest(comparison)
    {
        public override Verdict Test(StoredValue left) => NumberOf(left) switch
        {
            long number => Of(number, value),
            double number => Of(number, value),
            _ => Verdict.Unknown,
        };
    }

    private sealed class DateOrder(DateTime value, ComparisonOperator comparison) : OrderTest(comparison)
    {
        public override Verdict Test(StoredValue left) => left.AsDate() is DateTime date ? Of(date.CompareTo(value)) : Verdict.Unknown;
    }

    /// <summary>Compares strings; a date in the record is compared with the date in the text.</summary>
    private sealed class TextOrder(string text, bool ignoreCase, ComparisonOperator comparison) : OrderTest(comparison)
    {
        private readonly CompareOptions _options = ignoreCase ? CompareOptions.IgnoreCase : CompareOptions.None;
        private readonly DateTime? _date =
            LanguagePrimitives.TryConvertTo(text, CultureInfo.InvariantCulture, out DateTime date) ? date : null;

        public override Verdict Test(StoredValue left)
        {
            if (left.TryGetText(out ReadOnlySpan<byte> other))
            {
                return Of(CultureInfo.InvariantCulture.CompareInfo.Compare(Encoding.UTF8.GetString(other), text, _options));
            }

            return _date is { } value && left.AsDate() is DateTime date ? Of(date.CompareTo(value)) : Verdict.Unknown;
        }
    }
}
