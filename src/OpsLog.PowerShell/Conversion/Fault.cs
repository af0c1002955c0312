namespace OpsLog.PowerShell.Conversion;

/// <summary>Why a value can't be a record, or why a record can't be an object. The name is the error id.</summary>
internal enum Fault
{
    /// <summary>The value is not an object: a number, a string, an array, a date, <c>$null</c>.</summary>
    NotAnObject,

    /// <summary>More than <see cref="ObjectToJson.MaxDepth"/> nested objects and arrays.</summary>
    TooDeep,

    /// <summary>An object contains itself.</summary>
    Cycle,

    /// <summary>A password, credential or secure string, which would be on the disk in plain text.</summary>
    Secret,

    /// <summary>A script block, which would be returned as a string that can't run.</summary>
    ScriptBlock,

    /// <summary>NaN or an infinity, which JSON does not support.</summary>
    NotANumber,

    /// <summary>Two keys are the same string: those of a dictionary such as 1 and '1', or of a JSON object.</summary>
    DuplicateKey,

    /// <summary>A key of a dictionary can't be converted to a string: it is null, or its ToString throws.</summary>
    KeyNotText,

    /// <summary>A value throws when it is read, such as a collection that is changed at the same time.</summary>
    Unreadable,

    /// <summary>The object has no id: the property is missing, null or empty.</summary>
    NoId,

    /// <summary>The id is an object or a collection.</summary>
    IdNotText,

    /// <summary>The object has the id of a record but is not a record: an operation from the log.</summary>
    NotARecord,

    /// <summary>Two keys differ only in case, which is possible in a hashtable but not in an object.</summary>
    CaseConflict,

    /// <summary>An empty key, which is possible in a hashtable but not in an object.</summary>
    EmptyKey,

    /// <summary>The record contains a property with the name of the id property.</summary>
    ReservedName,

    /// <summary>A number beyond the range of every number type.</summary>
    NumberTooLarge,

    /// <summary>The stored text is not a JSON object, or is nested too deeply for the reader.</summary>
    NotReadable,

    /// <summary>A filter uses a property that the record does not have, in strict mode.</summary>
    PropertyNotFound,

    /// <summary>An operator of a filter can't compare the values.</summary>
    OperatorFailed,

    /// <summary>A value can't be measured: it is no number, or it has no order.</summary>
    NotMeasurable,
}
