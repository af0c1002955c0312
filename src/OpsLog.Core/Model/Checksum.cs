namespace OpsLog.Core.Model;

/// <summary>What a reader finds at the place of a checksum.</summary>
internal enum Checksum
{
    /// <summary>None: another program wrote this.</summary>
    Absent,

    /// <summary>It is there and right.</summary>
    Valid,

    /// <summary>It is there and wrong, or what is there can only be a damaged one.</summary>
    Wrong,
}
