namespace OpsLog.Core.Errors;

/// <summary>What is wrong with a snapshot.</summary>
public enum SnapshotFault
{
    /// <summary>The manifest names the snapshot, but the file is missing.</summary>
    Missing,

    /// <summary>The header or a record line does not have the format.</summary>
    Malformed,

    /// <summary>The bytes do not match the length and checksum in the manifest.</summary>
    WrongChecksum,
}
