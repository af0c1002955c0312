namespace OpsLog.Core.Errors;

/// <summary>An archive segment can't be read.</summary>
public sealed class ArchiveSegmentException(SegmentFault fault, string segment, string message)
    : OpsLogException(message)
{
    /// <summary>What is wrong.</summary>
    public SegmentFault Fault { get; } = fault;

    /// <summary>The segment.</summary>
    public string Segment { get; } = segment;
}
