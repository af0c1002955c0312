namespace OpsLog.Core.Indexes;

/// <summary>How a filter uses indexes: a condition for one index, or several of them.</summary>
public abstract class IndexPlan
{
    private IndexPlan()
    {
    }

    /// <summary>The properties whose indexes are required.</summary>
    public abstract IEnumerable<string> Properties { get; }

    /// <summary>Whether it is one condition, whose values can be counted without reading the records.</summary>
    internal virtual bool IsCondition => false;

    /// <summary>The records for one condition.</summary>
    public static IndexPlan Of(IndexCondition condition) => new Single(condition);

    /// <summary>The records of both plans together, as for <c>-or</c>.</summary>
    public static IndexPlan Union(IndexPlan left, IndexPlan right) => new Both(left, right);

    /// <summary>The records of the plan that has fewer, as for <c>-and</c>.</summary>
    public static IndexPlan Fewer(IndexPlan left, IndexPlan right) => new Smaller(left, right);

    /// <summary>The same records, for a filter that selects only some of them: none of them is certain.</summary>
    public IndexPlan AsCandidates() => new Candidates(this);

    /// <summary>What it selects, with the content of each index by its property.</summary>
    internal abstract IndexSelection Select(Func<string, IndexContent> content);

    private sealed class Single(IndexCondition condition) : IndexPlan
    {
        public override IEnumerable<string> Properties => [condition.Property];

        internal override bool IsCondition => true;

        internal override IndexSelection Select(Func<string, IndexContent> content)
        {
            IndexContent index = content(condition.Property);
            return new IndexSelection([condition.Property], [.. condition.RangesIn(index.Texts).Select(range => new IndexPart(index, range))]);
        }
    }

    private sealed class Candidates(IndexPlan plan) : IndexPlan
    {
        public override IEnumerable<string> Properties => plan.Properties;

        internal override IndexSelection Select(Func<string, IndexContent> content) => plan.Select(content);
    }

    private sealed class Both(IndexPlan left, IndexPlan right) : IndexPlan
    {
        public override IEnumerable<string> Properties => left.Properties.Concat(right.Properties);

        internal override IndexSelection Select(Func<string, IndexContent> content)
        {
            IndexSelection first = left.Select(content), second = right.Select(content);
            return new IndexSelection([.. first.Properties.Union(second.Properties, StringComparer.OrdinalIgnoreCase)], [.. first.Parts, .. second.Parts]);
        }
    }

    private sealed class Smaller(IndexPlan left, IndexPlan right) : IndexPlan
    {
        public override IEnumerable<string> Properties => left.Properties.Concat(right.Properties);

        internal override IndexSelection Select(Func<string, IndexContent> content)
        {
            IndexSelection first = left.Select(content), second = right.Select(content);
            return second.Count < first.Count ? second : first;
        }
    }
}
