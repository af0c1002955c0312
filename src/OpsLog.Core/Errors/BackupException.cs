namespace OpsLog.Core.Errors;

/// <summary>A backup was not made or is incomplete; the store was not changed.</summary>
public sealed class BackupException(BackupFault fault, string location, string message, Exception? inner = null)
    : StoreException(location, message, inner)
{
    /// <summary>What is wrong.</summary>
    public BackupFault Fault { get; } = fault;
}
