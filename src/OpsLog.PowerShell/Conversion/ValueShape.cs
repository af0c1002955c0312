namespace OpsLog.PowerShell.Conversion;

/// <summary>How values of a .NET type are stored.</summary>
internal enum ValueShape
{
    /// <summary>As an object of its public properties, or as a string if it is nested.</summary>
    Object,

    /// <summary>As a string without loss: <see cref="ValueShapes.TryGetText"/>.</summary>
    Text,

    /// <summary>As a string if it is nested, because the type parses it; as a record it is an <see cref="Object"/>.</summary>
    ParsedText,

    /// <summary>As the digits of a number: integers that are too large for the .NET primitives.</summary>
    BigInteger,

    /// <summary>As an object of its entries: <see cref="Entries.Of"/>.</summary>
    Dictionary,

    /// <summary>As an array.</summary>
    Sequence,

    /// <summary>As its JSON: <see cref="JsonNodes"/>.</summary>
    Json,

    /// <summary>As its markup; as a record, an XML element is its attributes and elements.</summary>
    Markup,

    /// <summary>As its content: a number, string or null of a database.</summary>
    SqlValue,

    /// <summary>Not at all.</summary>
    Secret,

    /// <summary>Not at all.</summary>
    ScriptBlock,
}
