namespace OpsLog.Core.Maintenance;

/// <summary>What a backup includes.</summary>
public sealed record BackupOptions
{
    /// <summary>
    /// Omits the superseded logs: the copy is smaller, but operations from before its last checkpoint can't be read or
    /// undone in it. Default: false.
    /// </summary>
    public bool ExcludeHistory { get; init; }
}
