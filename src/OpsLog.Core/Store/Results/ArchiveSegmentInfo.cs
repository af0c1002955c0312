using OpsLog.Core.Primitives;

namespace OpsLog.Core.Store;

/// <summary>An archive segment.</summary>
/// <param name="Segment">Its name; by default a UTC quarter such as 2026-Q4.</param>
/// <param name="Records">How many records it holds.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="Modified">When it was last added to, UTC.</param>
public sealed record ArchiveSegmentInfo(string Segment, long Records, long Bytes, DateTime Modified)
{
    /// <summary>The default segment of a time: its quarter in UTC, such as 2026-Q4.</summary>
    public static string QuarterOf(DateTimeOffset time) => StoreLayout.DefaultSegment(time.UtcDateTime);
}
