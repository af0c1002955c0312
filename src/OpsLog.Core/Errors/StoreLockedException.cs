using OpsLog.Core.Processes;

namespace OpsLog.Core.Errors;

/// <summary>Another process, or another open store object, has the store open for writing.</summary>
public sealed class StoreLockedException(string location, LockHolder? holder, string wayOut)
    : StoreException(location, $"The store '{location}' is locked by {holder?.ToString() ?? "another process"}. {wayOut}")
{
    /// <summary>The holder; null if it is not known.</summary>
    public LockHolder? Holder { get; } = holder;
}
