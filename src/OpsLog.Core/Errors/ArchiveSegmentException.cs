namespace OpsLog.Core.Errors;

/// <summary>An archive segment can't be read.</summary>
public sealed class ArchiveSegmentException : OpsLogException
{
    /// <summary>Reports a fault in a segment.</summary>
    public ArchiveSegmentException(SegmentFault fault, string segment, string message)
        : base(message)
    {
        Fault = fault;
        Segment = segment;
    }

    /// <summary>What is wrong.</summary>
    public SegmentFault Fault { get; }

    /// <summary>The segment.</summary>
    public string Segment { get; }
}
