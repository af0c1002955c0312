namespace OpsLog.Core.Indexes;

/// <summary>Numbers from one to another.</summary>
/// <param name="From">The smallest number.</param>
/// <param name="To">The largest number.</param>
public readonly record struct NumberRange(double From, double To)
{
    /// <summary>Whether <see cref="From"/> itself is not in the range.</summary>
    public bool ExcludesFrom { get; init; }

    /// <summary>Whether <see cref="To"/> itself is not in the range.</summary>
    public bool ExcludesTo { get; init; }

    internal bool TryGetKeys(out KeyRange keys)
    {
        ulong from = IndexKey.NumberKey(From) + (ExcludesFrom ? 1UL : 0);
        ulong to = IndexKey.NumberKey(To) - (ExcludesTo ? 1UL : 0);
        keys = new KeyRange(from, to);
        return from <= to;
    }
}
