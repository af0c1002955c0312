namespace OpsLog.Core.Errors;

/// <summary>What is wrong with a snapshot.</summary>
public enum SnapshotFault
{
    /// <summary>The manifest names it and it is not there.</summary>
    Missing,

    /// <summary>The header or a record line is not of the format.</summary>
    Malformed,

    /// <summary>The bytes are not those the manifest's length and checksum were made of.</summary>
    WrongChecksum,
}
