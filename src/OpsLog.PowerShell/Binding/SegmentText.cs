using OpsLog.Core.Store;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Binding;

/// <summary>The name of an archive segment from a value of PowerShell.</summary>
internal static class SegmentText
{
    /// <summary>
    /// A string or number as its text, and a date as its quarter in UTC. A date without a time zone counts as UTC, so that
    /// the segment does not depend on the machine. Null for other values.
    /// </summary>
    public static string? Of(object? value) => PlainValue.Of(value) switch
    {
        null => null,
        DateTime { Kind: DateTimeKind.Unspecified } date => ArchiveSegmentInfo.QuarterOf(new DateTimeOffset(date, TimeSpan.Zero)),
        DateTime date => ArchiveSegmentInfo.QuarterOf(new DateTimeOffset(date)),
        DateTimeOffset date => ArchiveSegmentInfo.QuarterOf(date),
        DateOnly date => ArchiveSegmentInfo.QuarterOf(new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)),
        string name => name,
        { } other when other.GetType().IsPrimitive && other is not bool && ValueShapes.TryGetText(other, out string text) => text,
        _ => null,
    };
}
