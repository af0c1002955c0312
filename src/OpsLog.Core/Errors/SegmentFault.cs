namespace OpsLog.Core.Errors;

/// <summary>What is wrong with an archive segment.</summary>
public enum SegmentFault
{
    /// <summary>No segment with this name exists.</summary>
    Missing,

    /// <summary>The file does not have the format.</summary>
    Malformed,

    /// <summary>The content does not match its checksum.</summary>
    WrongChecksum,

    /// <summary>Another process has removed the segment, and the store object does not know it yet.</summary>
    Removed,
}
