namespace OpsLog.PowerShell.Conversion;

/// <summary>How a value was stored as less than it is.</summary>
internal enum Reduction
{
    /// <summary>An object within the record as its text.</summary>
    Text,

    /// <summary>An array of several dimensions as one list.</summary>
    Flattened,

    /// <summary>A collection without the properties it has besides its elements.</summary>
    Properties,

    /// <summary>A dictionary whose keys are objects, with their text as keys.</summary>
    Keys,

    /// <summary>A value of a type that PowerShell's serialiser doesn't keep the content of.</summary>
    Serialized,
}
