namespace OpsLog.Core.Indexes;

/// <summary>The values that an index does not order.</summary>
internal enum OtherValue
{
    /// <summary>The record does not have the property.</summary>
    Missing,

    Null,

    True,

    False,

    /// <summary>Arrays, objects, and everything about which the index knows nothing. It can match any condition.</summary>
    Irregular,
}
