namespace OpsLog.Core.Store;

/// <summary>
/// When a record is written. The condition is checked together with the write: no other writer of the store object
/// comes between. Other agents can, because each of them has its own copy of the state.
/// </summary>
public enum WriteCondition
{
    /// <summary>The record is created or replaced.</summary>
    Always,

    /// <summary>The record is only created; an existing one is an error.</summary>
    IfMissing,

    /// <summary>
    /// The record is written only if it differs from the stored one: in a name, a value, or the order of an array. The
    /// order of properties, escapes in strings and the form of a number (1.0 and 1) are no difference.
    /// </summary>
    IfDifferent,
}
