namespace OpsLog.Core.Model;

/// <summary>What an operation does to its record.</summary>
public enum OperationKind
{
    /// <summary>Creates the record or replaces its value.</summary>
    Set,

    /// <summary>Removes the record.</summary>
    Delete,
}
