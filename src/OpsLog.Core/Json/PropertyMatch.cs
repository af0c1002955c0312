namespace OpsLog.Core.Json;

/// <summary>The result of a search for a property in a JSON object.</summary>
public enum PropertyMatch
{
    /// <summary>The object has no property with the name.</summary>
    Missing,

    /// <summary>The object has the property.</summary>
    Found,

    /// <summary>The object has properties whose names differ only in case.</summary>
    Ambiguous,

    /// <summary>The text is not a JSON object. Only the parts that the search needs are checked.</summary>
    Unreadable,
}
