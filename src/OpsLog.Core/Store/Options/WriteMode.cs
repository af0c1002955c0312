namespace OpsLog.Core.Store;

/// <summary>When a write call returns; the names are the npm package's.</summary>
public enum WriteMode
{
    /// <summary>Once the operation is written as <see cref="Durability"/> asks. Callers at the same time share a flush.</summary>
    Immediate,

    /// <summary>
    /// Once a shared flush has taken it: after <see cref="OpsLogStoreOptions.GroupSize"/> operations or
    /// <see cref="OpsLogStoreOptions.GroupDelay"/>, whichever comes first. Pays off with many callers at once; one
    /// caller alone waits the whole delay each time.
    /// </summary>
    Group,

    /// <summary>
    /// At once. A crash may lose what was not flushed yet; <see cref="OpsLogStore.Flush()"/> makes everything durable.
    /// </summary>
    Async,
}
