namespace OpsLog.Core.Indexes;

/// <summary>Dates from one to another, as they are written: the zone is not considered.</summary>
/// <param name="From">The first date.</param>
/// <param name="To">The last date.</param>
public readonly record struct DateRange(DateTime From, DateTime To)
{
    internal KeyRange Keys => new((ulong)From.Ticks, (ulong)To.Ticks);
}
