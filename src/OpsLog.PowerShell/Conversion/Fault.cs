namespace OpsLog.PowerShell.Conversion;

/// <summary>Why a value can't become a record, or a record an object. The name is the end of the error id.</summary>
internal enum Fault
{
    /// <summary>The value is no object: a number, a string, an array, a date, <c>$null</c>.</summary>
    NotAnObject,

    /// <summary>More than <see cref="RecordWriter.MaxDepth"/> objects and arrays within one another.</summary>
    TooDeep,

    /// <summary>An object holds itself.</summary>
    Cycle,

    /// <summary>A password, credential or secure string, which would land on disk in clear.</summary>
    Secret,

    /// <summary>A script block, which would come back as text and no longer run.</summary>
    ScriptBlock,

    /// <summary>NaN or an infinity, which JSON has no text for.</summary>
    NotANumber,

    /// <summary>Two keys of a dictionary have the same text, such as 1 and '1'.</summary>
    DuplicateKey,

    /// <summary>A key of a dictionary has no text: it is null, or its ToString throws.</summary>
    KeyNotText,

    /// <summary>A value throws when it is read, such as a collection that changed meanwhile.</summary>
    Unreadable,

    /// <summary>The object has no id: the property is missing, null or empty.</summary>
    NoId,

    /// <summary>The id is an object or a collection.</summary>
    IdNotText,

    /// <summary>The object has the id of a record and is something else: an operation from the log.</summary>
    NotARecord,

    /// <summary>Two keys differ only by case: an object can't hold both, a hashtable can.</summary>
    CaseConflict,

    /// <summary>An empty key: an object can't hold it, a hashtable can.</summary>
    EmptyKey,

    /// <summary>The record has a property of its own named like the one that carries the id.</summary>
    ReservedName,

    /// <summary>A number beyond the range of every number type.</summary>
    NumberTooLarge,

    /// <summary>The stored text is no JSON object, or deeper than the reader goes.</summary>
    NotReadable,
}
