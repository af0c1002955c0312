namespace OpsLog.Core.Maintenance;

/// <summary>What a backup takes along.</summary>
public sealed record BackupOptions
{
    /// <summary>
    /// Leaves out the superseded logs: the copy is smaller, and nothing from before its last checkpoint can be looked up
    /// or undone in it. Default: false.
    /// </summary>
    public bool ExcludeHistory { get; init; }
}
