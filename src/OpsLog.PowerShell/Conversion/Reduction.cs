namespace OpsLog.PowerShell.Conversion;

/// <summary>How a value was stored if it was not stored in full.</summary>
internal enum Reduction
{
    /// <summary>An object in the record, stored as a string.</summary>
    Text,

    /// <summary>A multidimensional array, stored as one list.</summary>
    Flattened,

    /// <summary>A collection, stored without the properties that it has in addition to its elements.</summary>
    Properties,

    /// <summary>A dictionary whose keys are objects, which were converted to strings.</summary>
    Keys,

    /// <summary>A value of a type whose content PowerShell's serializer does not preserve.</summary>
    Serialized,
}
