namespace OpsLog.Core.Errors;

/// <summary>What is wrong with an archive segment.</summary>
public enum SegmentFault
{
    /// <summary>There is no segment of that name.</summary>
    Missing,

    /// <summary>The file is not of the format.</summary>
    Malformed,

    /// <summary>The content is not what its checksum was made of.</summary>
    WrongChecksum,
}
