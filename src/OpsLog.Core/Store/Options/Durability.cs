namespace OpsLog.Core.Store;

/// <summary>What an acknowledged operation survives.</summary>
public enum Durability
{
    /// <summary>A power cut: the log is flushed to the disk before the acknowledgement.</summary>
    Disk,

    /// <summary>The end of the process, not of the machine: the operating system has it. Many times faster.</summary>
    OperatingSystem,
}
