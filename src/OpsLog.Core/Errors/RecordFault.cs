namespace OpsLog.Core.Errors;

/// <summary>Why a value can't be a record.</summary>
public enum RecordFault
{
    /// <summary>The value is JSON but not an object: a number, a string, an array, a boolean or null.</summary>
    NotAnObject,

    /// <summary>The text is not well-formed JSON in UTF-8.</summary>
    Malformed,

    /// <summary>Objects or arrays are nested deeper than the maximum.</summary>
    TooDeep,

    /// <summary>The record or its id is larger than the maximum.</summary>
    TooLarge,
}
