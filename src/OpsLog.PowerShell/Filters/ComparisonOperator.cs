namespace OpsLog.PowerShell.Filters;

/// <summary>The comparison operators of PowerShell that select records.</summary>
internal enum ComparisonOperator
{
    EQ,
    NE,
    GT,
    GE,
    LT,
    LE,
    Like,
    NotLike,
    Match,
    NotMatch,
    Contains,
    NotContains,
    In,
    NotIn,
}
