using System.Globalization;
using System.Management.Automation;

namespace OpsLog.PowerShell.Measures;

/// <summary>
/// The smallest or largest value. The order is that of Measure-Object: what PowerShell converts to a number is compared
/// as a number, and values of different kinds as text, in the current culture. Dates are compared by their moments.
/// </summary>
/// <param name="sign">1 for the largest value, -1 for the smallest.</param>
internal sealed class Extreme(int sign)
{
    private object? _value;
    private object? _number;
    private bool _isLong;
    private long _long;

    /// <summary>The value, as a number if it is converted to one; null if there is none.</summary>
    public object? Value => _isLong ? _long : _number ?? _value;

    public void Offer(long number)
    {
        if (_isLong ? number.CompareTo(_long) * sign > 0 : _value is null)
        {
            (_isLong, _long) = (true, number);
        }
        else if (!_isLong)
        {
            Offer(number, number);
        }
    }

    /// <summary>Offers a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="number">The value as a number; null if it is none.</param>
    public void Offer(object value, object? number)
    {
        if (_isLong)
        {
            (_value, _number, _isLong) = (_long, _long, false);
        }

        if (_value is null || Compare(value, number) * sign > 0)
        {
            (_value, _number) = (value, number);
        }
    }

    private int Compare(object value, object? number)
    {
        if (number is not null && _number is not null)
        {
            return Number.Compare(number, _number);
        }

        if (value is DateTime or DateTimeOffset && _value is DateTime or DateTimeOffset)
        {
            return CompareDates(value, _value);
        }

        bool isSameKind = number is null && _number is null && value.GetType() == _value!.GetType();
        return isSameKind && value is IComparable
            ? LanguagePrimitives.Compare(value, _value, ignoreCase: false, CultureInfo.CurrentCulture)
            : LanguagePrimitives.Compare(TextOf(value, number), TextOf(_value!, _number), ignoreCase: false, CultureInfo.CurrentCulture);
    }

    private static int CompareDates(object left, object right) => left is DateTime first && right is DateTime second && first.Kind == second.Kind
        ? first.CompareTo(second)
        : MomentOf(left).CompareTo(MomentOf(right));

    private static DateTime MomentOf(object date) => date is DateTime local ? local.ToUniversalTime() : ((DateTimeOffset)date).UtcDateTime;

    private static string TextOf(object value, object? number) => PSObject.AsPSObject(number is null ? value : Number.ToDouble(number)).ToString();
}
