namespace OpsLog.Core.Store;

/// <summary>How a record differs between two states.</summary>
public enum DifferenceKind
{
    /// <summary>It is only in the second state.</summary>
    Added,

    /// <summary>It is only in the first state.</summary>
    Removed,

    /// <summary>It is in both, with different values.</summary>
    Changed,
}
