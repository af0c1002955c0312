using OpsLog.Core.Processes;

namespace OpsLog.Core.Errors;

/// <summary>Another process, or another open store object, has the store open for writing.</summary>
public sealed class StoreLockedException : StoreException
{
    /// <summary>Reports the holder of the store, as far as it is known.</summary>
    public StoreLockedException(string location, LockHolder? holder, string wayOut)
        : base(location, $"The store '{location}' is locked by {holder?.ToString() ?? "another process"}. {wayOut}")
    {
        Holder = holder;
    }

    /// <summary>The holder; null if it is not known.</summary>
    public LockHolder? Holder { get; }
}
