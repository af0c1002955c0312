using OpsLog.Core.Indexes;
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
    private bool _isPlanned;
    private bool _isPlanValid;

    public override bool SetsMatches => comparison.Kind is ComparisonOperator.Match or ComparisonOperator.NotMatch;

    public override bool CanFail => context.IsStrict || comparison.Kind is not (ComparisonOperator.EQ or ComparisonOperator.NE
        or ComparisonOperator.In or ComparisonOperator.NotIn or ComparisonOperator.Contains or ComparisonOperator.NotContains);

    public override bool IsPlanValid
    {
        get
        {
            Refresh();
            return !_isPlanned || _isPlanValid;
        }
    }

    public override IndexPlan? NewPlan(IReadOnlyList<string> indexed)
    {
        if (property.FindIndex(indexed) is not { } index)
        {
            return null;
        }

        Refresh();
        IndexPlan? plan = new IndexConditions(index, comparison, property, context, MayMiss).Create(value) is { } condition ? IndexPlan.Of(condition) : null;
        _isPlanned = plan is not null;
        _isPlanValid = true;
        return plan;
    }

    public override Verdict Test(ReadOnlySpan<byte> id, ReadOnlySpan<byte> json) => Test(property.In(id, json));

    private Verdict Test(StoredValue left)
    {
        if (left.Kind == StoredKind.Unknown)
        {
            return Verdict.Unknown;
        }

        Refresh();
        Verdict native = _native?.Test(left) ?? Verdict.Unknown;
        return native == Verdict.Unknown ? Ask(left) : native;
    }

    private void Refresh()
    {
        if (value.Refresh())
        {
            _remembered.Clear();
            _native = NativeTests.Create(comparison, value);
            _isPlanValid = false;
        }
    }

    private bool MayMiss(StoredKind absent)
    {
        try
        {
            return Test(new StoredValue(absent)) != Verdict.False;
        }
        catch (ConversionException)
        {
            return true;
        }
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
