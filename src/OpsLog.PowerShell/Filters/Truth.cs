using System.Management.Automation;
using OpsLog.Core.Indexes;

namespace OpsLog.PowerShell.Filters;

/// <summary>A property by itself, as in <c>{ $_.enabled }</c>: whether its value is true by the rules of the shell.</summary>
/// <param name="property">The property.</param>
/// <param name="context">Converts the values of properties.</param>
internal sealed class Truth(PropertyReference property, FilterContext context) : FilterNode
{
    public override bool CanFail => context.IsStrict;

    public override IndexPlan? NewPlan(IReadOnlyList<string> indexed) => property.FindIndex(indexed) is { } index
        ? IndexPlan.Of(new IndexCondition(index)
        {
            Possible = property.IsKnownIfMissing ? IndexedValues.True : IndexedValues.True | IndexedValues.Missing,
            Certain = property.FindsAllCases ? IndexedValues.True : IndexedValues.None,
        })
        : null;

    public override Verdict Test(ReadOnlySpan<byte> id, ReadOnlySpan<byte> json)
    {
        StoredValue value = property.In(id, json);
        switch (value.Kind)
        {
            case StoredKind.Missing or StoredKind.Null or StoredKind.False:
                return Verdict.False;
            case StoredKind.Unknown:
                return Verdict.Unknown;
            case StoredKind.True:
                return Verdict.True;
        }

        return !context.TryConvert(value, out object? converted) ? Verdict.Unknown
            : LanguagePrimitives.IsTrue(converted) ? Verdict.True
            : Verdict.False;
    }
}
