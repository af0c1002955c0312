namespace OpsLog.PowerShell.Filters;

/// <summary>The kind of a value in the JSON text of a record.</summary>
internal enum StoredKind
{
    /// <summary>The record does not contain the property.</summary>
    Missing,

    /// <summary>The value is null.</summary>
    Null,

    /// <summary>The value is true.</summary>
    True,

    /// <summary>The value is false.</summary>
    False,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string, which can be a date.</summary>
    String,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,

    /// <summary>The record has to be converted to an object to get the value.</summary>
    Unknown,
}
