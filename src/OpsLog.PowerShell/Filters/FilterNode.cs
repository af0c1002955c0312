using OpsLog.Core.Indexes;

namespace OpsLog.PowerShell.Filters;

/// <summary>A part of a filter that is evaluated on the stored JSON of a record. Used by one thread.</summary>
internal abstract class FilterNode
{
    /// <summary>Evaluates the part.</summary>
    /// <param name="id">The id of the record in UTF-8.</param>
    /// <param name="json">The record.</param>
    public abstract Verdict Test(ReadOnlySpan<byte> id, ReadOnlySpan<byte> json);

    /// <summary>Whether a part sets <c>$Matches</c> for the commands that follow, which only the shell can do.</summary>
    public virtual bool SetsMatches => false;

    /// <summary>Whether an evaluation can be an error of the record, so that it has to be evaluated for all records.</summary>
    public virtual bool CanFail => true;

    /// <summary>Whether nothing has changed after <see cref="NewPlan"/> that it depends on.</summary>
    public virtual bool IsPlanValid => true;

    /// <summary>How indexes find the records that the part can select, as of now; null if they can't.</summary>
    /// <param name="indexed">The indexed properties.</param>
    public virtual IndexPlan? NewPlan(IReadOnlyList<string> indexed) => null;

    /// <summary>Both parts; as in PowerShell, the second one is evaluated only if the first one is true.</summary>
    internal sealed class And(FilterNode left, FilterNode right) : FilterNode
    {
        public override bool SetsMatches => left.SetsMatches || right.SetsMatches;

        public override bool CanFail => left.CanFail || right.CanFail;

        public override bool IsPlanValid => left.IsPlanValid && right.IsPlanValid;

        public override IndexPlan? NewPlan(IReadOnlyList<string> indexed)
        {
            // A record for which the first part fails is an error, whatever the second part is.
            IndexPlan? first = left.NewPlan(indexed), second = left.CanFail ? null : right.NewPlan(indexed);
            return first is not null && second is not null ? IndexPlan.Fewer(first, second) : (first ?? second)?.AsCandidates();
        }

        public override Verdict Test(ReadOnlySpan<byte> id, ReadOnlySpan<byte> json) =>
            left.Test(id, json) is var first and not Verdict.True ? first : right.Test(id, json);
    }

    /// <summary>One of the parts; as in PowerShell, the second one is evaluated only if the first one is false.</summary>
    internal sealed class Or(FilterNode left, FilterNode right) : FilterNode
    {
        public override bool SetsMatches => left.SetsMatches || right.SetsMatches;

        public override bool CanFail => left.CanFail || right.CanFail;

        public override bool IsPlanValid => left.IsPlanValid && right.IsPlanValid;

        public override IndexPlan? NewPlan(IReadOnlyList<string> indexed) =>
            left.NewPlan(indexed) is { } first && right.NewPlan(indexed) is { } second ? IndexPlan.Union(first, second) : null;

        public override Verdict Test(ReadOnlySpan<byte> id, ReadOnlySpan<byte> json) =>
            left.Test(id, json) is var first and not Verdict.False ? first : right.Test(id, json);
    }

    /// <summary>The opposite of a part.</summary>
    internal sealed class Not(FilterNode part) : FilterNode
    {
        public override bool SetsMatches => part.SetsMatches;

        public override bool CanFail => part.CanFail;

        public override Verdict Test(ReadOnlySpan<byte> id, ReadOnlySpan<byte> json) => part.Test(id, json) switch
        {
            Verdict.True => Verdict.False,
            Verdict.False => Verdict.True,
            _ => Verdict.Unknown,
        };
    }
}
