using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Filters;

/// <summary>
/// A comparison of a property with a value. Common kinds of values are compared on the bytes (<see cref="NativeTest"/>);
/// everything else by PowerShell's own operator, with the property as the only object.
/// </summary>
/// <param name="property">The property.</param>
/// <param name="comparison">The operator.</param>
/// <param name="value">The value.</param>
/// <param name="context">Converts the values of properties.</param>
internal sealed class Comparison(PropertyReference property, ShellOperator comparison, FilterValue value, FilterContext context) : FilterNode
{
    private const int MostRemembered = 1024;

    private readonly Dictionary<string, Verdict> _remembered = [];
    private NativeTest? _native;

    public override bool SetsMatches => comparison.Kind is ComparisonOperator.Match or ComparisonOperator.NotMatch;

    public override Verdict Test(ReadOnlySpan<byte> id, ReadOnlySpan<byte> json)
    {
        StoredValue left = property.In(id, json);
        if (left.Kind == StoredKind.Unknown)
        {
            return Verdict.Unknown;
        }

        if (value.Refresh())
        {
            _remembered.Clear();
            _native = NativeTests.Create(comparison, value);
        }

        Verdict native = _native?.Test(left) ?? Verdict.Unknown;
        return native == Verdict.Unknown ? Ask(left) : native;
    }

    /// <summary>The result of the shell's operator, which is remembered for the next record with the same value.</summary>
    private Verdict Ask(StoredValue left)
    {
        if (!value.IsStable || left.Kind is StoredKind.Array or StoredKind.Object)
        {
            return Compute(left);
        }

        string key = left.Key;
        if (!_remembered.TryGetValue(key, out Verdict verdict))
        {
            verdict = Compute(left);
            if (_remembered.Count == MostRemembered)
            {
                _remembered.Clear();
            }

            _remembered.Add(key, verdict);
        }

        return verdict;
    }

    private Verdict Compute(StoredValue left) => !context.TryConvert(left, out object? converted) ? Verdict.Unknown
        : comparison.Invoke(converted, value.Value) ? Verdict.True
        : Verdict.False;
}
