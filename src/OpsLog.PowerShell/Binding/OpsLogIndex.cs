using OpsLog.Core.Store;

namespace OpsLog.PowerShell.Binding;

/// <summary>An index of a property.</summary>
public sealed class OpsLogIndex
{
    internal OpsLogIndex(OpsLogSession store, PropertyIndexInfo info)
    {
        Store = store;
        Property = info.Property;
        IsBuilt = info.IsBuilt;
        Keys = info.Keys;
        Bytes = info.Bytes;
    }

    /// <summary>The property; a path of properties if it contains dots.</summary>
    public string Property { get; }

    /// <summary>The store.</summary>
    public OpsLogSession Store { get; }

    /// <summary>Whether the index is in memory. It is built when it is first used.</summary>
    public bool IsBuilt { get; }

    /// <summary>The number of different values in the index; 0 if it is not built.</summary>
    public long Keys { get; }

    /// <summary>The memory that the index uses, in bytes; 0 if it is not built.</summary>
    public long Bytes { get; }

    /// <inheritdoc/>
    public override string ToString() => Property;
}
