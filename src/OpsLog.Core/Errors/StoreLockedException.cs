namespace OpsLog.Core.Errors;

/// <summary>Another process, or another open store object, has the store for writing.</summary>
public sealed class StoreLockedException : StoreException
{
    /// <summary>Reports who has the store, as far as it is known.</summary>
    public StoreLockedException(string location, LockHolder? holder, string wayOut)
        : base(location, $"The store '{location}' is locked by {holder?.ToString() ?? "another process"}. {wayOut}")
    {
        Holder = holder;
    }

    /// <summary>Who has it; null where nothing is known of the holder.</summary>
    public LockHolder? Holder { get; }
}
