using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using OpsLog.Core.Indexes;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Filters;

/// <summary>
/// Chooses what a comparison asks an index for. A kind of values is restricted only where it is known what PowerShell's
/// operator returns for all other values of this kind; the tests that know it are those of <see cref="NativeTests"/>.
/// </summary>
/// <param name="property">The indexed property.</param>
/// <param name="comparison">The operator.</param>
/// <param name="reference">The property in the filter.</param>
/// <param name="context">How the shell gets the records.</param>
/// <param name="mayMiss">Whether a record without the property, or with null in it, may be selected if the operator orders.</param>
internal sealed partial class IndexConditions(string property, ShellOperator comparison, PropertyReference reference, FilterContext context, Func<StoredKind, bool> mayMiss)
{
    /// <summary>Below this number, each integer is a double of its own.</summary>
    private const long ExactIntegers = 1L << 53;

    private const IndexedValues Booleans = IndexedValues.True | IndexedValues.False;

    private readonly bool _hasDates = context.Dates == DateKind.Default;

    /// <summary>What is asked for; null if the index is of no use.</summary>
    /// <param name="value">The value that the property is compared with.</param>
    public IndexCondition? Create(FilterValue value)
    {
        IndexCondition? condition = comparison.Kind switch
        {
            _ when comparison.IsReversed || !value.IsStable => null,
            ComparisonOperator.EQ => Equal(value.Value),
            ComparisonOperator.In => value.Elements is { Count: > 0 } elements ? OneOf(elements) : null,
            ComparisonOperator.GT or ComparisonOperator.GE or ComparisonOperator.LT or ComparisonOperator.LE => Ordered(value.Value),
            _ => null,
        };

        // The index finds a property whose name differs in case, where the filter finds none.
        return condition?.Possible.HasFlag(IndexedValues.Missing) == true && !reference.FindsAllCases ? null : condition;
    }

    private IndexCondition? Equal(object? value) => value switch
    {
        null => new IndexCondition(property) { Texts = [], Numbers = [], Dates = [], Certain = Sure(IndexedValues.Missing | IndexedValues.Null) },
        bool truth => new IndexCondition(property)
        {
            Possible = May(truth ? IndexedValues.True : IndexedValues.False),
            Certain = Sure(truth ? IndexedValues.True : IndexedValues.False),
        },
        string text => new IndexCondition(property)
        {
            Texts = IndexCondition.IsPlain(text) ? [text] : null,
            Numbers = NumbersLike(text),
            Dates = _hasDates && TryDate(text, out DateTime date) ? [new DateRange(date, date)] : null,
            Possible = May(Booleans),
            Certain = Sure(comparison.IsCaseSensitive || !IndexCondition.IsPlain(text) ? IndexedValues.None : IndexedValues.Texts),
        },
        DateTime date when _hasDates => new IndexCondition(property)
        {
            Dates = [new DateRange(date, date)], Possible = May(Booleans), Certain = Sure(IndexedValues.Dates),
        },
        _ when TryNumber(value, out double number, out bool isExact) => new IndexCondition(property)
        {
            Numbers = double.IsNaN(number) ? [] : [new NumberRange(number, number)],
            Texts = IsInteger(value) ? [string.Create(CultureInfo.InvariantCulture, $"{value}")] : null,
            Possible = May(Booleans),
            Certain = Sure(isExact ? IndexedValues.Numbers : IndexedValues.None),
        },
        _ => null,
    };

    /// <summary>One of several values of the same kind. The values are the left operands here, so other kinds are compared in their way.</summary>
    private IndexCondition? OneOf(IReadOnlyList<object?> values)
    {
        if (values.All(value => value is string text && IndexCondition.IsPlain(text)))
        {
            return new IndexCondition(property)
            {
                Texts = [.. values.Cast<string>()],
                Possible = May(Booleans),
                Certain = Sure(comparison.IsCaseSensitive ? IndexedValues.None : IndexedValues.Texts),
            };
        }

        bool isExact = true;
        List<double> numbers = [];
        foreach (object? value in values)
        {
            if (!TryNumber(value, out double number, out bool isThisExact) || double.IsNaN(number))
            {
                return null;
            }

            isExact &= isThisExact;
            numbers.Add(number == 0 ? 0 : number);
        }

        return new IndexCondition(property)
        {
            Numbers = [.. numbers.Distinct().Select(number => new NumberRange(number, number))],
            Possible = May(Booleans),
            Certain = Sure(isExact ? IndexedValues.Numbers : IndexedValues.None),
        };
    }

    private IndexCondition? Ordered(object? value)
    {
        bool isUp = comparison.Kind is ComparisonOperator.GT or ComparisonOperator.GE;
        bool hasEnd = comparison.Kind is ComparisonOperator.GE or ComparisonOperator.LE;
        if ((value is DateTime date || (value is string text && TryDate(text, out date))) && _hasDates)
        {
            return new IndexCondition(property)
            {
                Dates = isUp ? [new DateRange(date, DateTime.MaxValue)] : [new DateRange(DateTime.MinValue, date)],
                Possible = May(MayMiss()),
                Certain = Sure(hasEnd ? IndexedValues.Dates : IndexedValues.None),
            };
        }

        if (!TryNumber(value, out double number, out bool isExact) || double.IsNaN(number))
        {
            return null;
        }

        NumberRange range = isUp ? new NumberRange(number, double.PositiveInfinity) : new NumberRange(double.NegativeInfinity, number);
        return new IndexCondition(property)
        {
            Numbers = [range with { ExcludesFrom = isExact && isUp && !hasEnd, ExcludesTo = isExact && !isUp && !hasEnd }],
            Possible = May(MayMiss()),
            Certain = Sure(isExact ? IndexedValues.Numbers : IndexedValues.None),
        };
    }

    private IndexedValues May(IndexedValues values) => reference.IsKnownIfMissing ? values : values | IndexedValues.Missing;

    private IndexedValues Sure(IndexedValues values) => !reference.FindsAllCases ? IndexedValues.None
        : reference.IsKnownIfMissing ? values
        : values & ~IndexedValues.Missing;

    /// <summary>Each number is before or after null as well.</summary>
    private IndexedValues MayMiss() => Booleans
        | (mayMiss(StoredKind.Missing) ? IndexedValues.Missing : IndexedValues.None)
        | (mayMiss(StoredKind.Null) ? IndexedValues.Null : IndexedValues.None);

    /// <summary>The numbers to which a text can be converted; a whole number is rounded. Null if it is not a plain number.</summary>
    private static NumberRange[]? NumbersLike(string text)
    {
        if (!PlainNumber().IsMatch(text) || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return null;
        }

        double margin = 1 + Math.Abs(number * 1e-9);
        return [new NumberRange(number - margin, number + margin)];
    }

    private static bool TryDate(string text, out DateTime date) => LanguagePrimitives.TryConvertTo(text, CultureInfo.InvariantCulture, out date);

    /// <summary>The number as a double, and whether no other number of an index has the same double.</summary>
    private static bool TryNumber(object? value, out double number, out bool isExact)
    {
        isExact = true;
        number = 0;
        if (value is float or double)
        {
            number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
            return true;
        }

        if (!IsInteger(value))
        {
            return false;
        }

        long integer = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        isExact = integer is > -ExactIntegers and < ExactIntegers;
        number = integer;
        return true;
    }

    private static bool IsInteger(object? value) => value is sbyte or byte or short or ushort or int or uint or long;

    [GeneratedRegex(@"^[+-]?\d{1,300}(\.\d{1,300})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlainNumber();
}
