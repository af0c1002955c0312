namespace OpsLog.Core.Errors;

/// <summary>A backup was not made or is incomplete; the store was not changed.</summary>
public sealed class BackupException : StoreException
{
    /// <summary>Reports why <paramref name="location"/> does not contain a backup.</summary>
    public BackupException(BackupFault fault, string location, string message, Exception? inner = null)
        : base(location, message, inner) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public BackupFault Fault { get; }
}
