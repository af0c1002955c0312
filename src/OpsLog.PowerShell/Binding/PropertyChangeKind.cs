namespace OpsLog.PowerShell.Binding;

/// <summary>What an operation did to a property.</summary>
public enum PropertyChangeKind
{
    /// <summary>The property is new.</summary>
    Added,

    /// <summary>The property has another value.</summary>
    Changed,

    /// <summary>The property was removed.</summary>
    Removed,
}
