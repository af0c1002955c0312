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

    /// <summary>Both parts; as in PowerShell, the second one is evaluated only if the first one is true.</summary>
    internal sealed class And(FilterNode left, FilterNode right) : FilterNode
    {
        public override bool SetsMatches => left.SetsMatches || right.SetsMatches;

        public override Verdict Test(ReadOnlySpan<byte> id, ReadOnlySpan<byte> json) =>
            left.Test(id, json) is var first and not Verdict.True ? first : right.Test(id, json);
    }

    /// <summary>One of the parts; as in PowerShell, the second one is evaluated only if the first one is false.</summary>
    internal sealed class Or(FilterNode left, FilterNode right) : FilterNode
    {
        public override bool SetsMatches => left.SetsMatches || right.SetsMatches;

        public override Verdict Test(ReadOnlySpan<byte> id, ReadOnlySpan<byte> json) =>
            left.Test(id, json) is var first and not Verdict.False ? first : right.Test(id, json);
    }

    /// <summary>The opposite of a part.</summary>
    internal sealed class Not(FilterNode part) : FilterNode
    {
        public override bool SetsMatches => part.SetsMatches;

        public override Verdict Test(ReadOnlySpan<byte> id, ReadOnlySpan<byte> json) => part.Test(id, json) switch
        {
            Verdict.True => Verdict.False,
            Verdict.False => Verdict.True,
            _ => Verdict.Unknown,
        };
    }
}
