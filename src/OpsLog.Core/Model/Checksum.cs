namespace OpsLog.Core.Model;

/// <summary>The result of a checksum verification.</summary>
internal enum Checksum
{
    /// <summary>There is no checksum: another program wrote the data.</summary>
    Absent,

    /// <summary>The checksum is correct.</summary>
    Valid,

    /// <summary>The checksum is wrong, or the bytes can only be a damaged checksum.</summary>
    Wrong,
}
