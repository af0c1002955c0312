namespace OpsLog.PowerShell.Conversion;

/// <summary>How values of a .NET type are stored.</summary>
internal enum ValueShape
{
    /// <summary>As an object of its public properties, or as text where it is nested.</summary>
    Object,

    /// <summary>As text that says everything: <see cref="ValueShapes.TryGetText"/>.</summary>
    Text,

    /// <summary>As text where it is nested, because the type parses it; as a record it is an <see cref="Object"/>.</summary>
    ParsedText,

    /// <summary>As a number in digits: the integers no .NET primitive holds.</summary>
    BigInteger,

    /// <summary>As an object of its entries: <see cref="Entries.Of"/>.</summary>
    Dictionary,

    /// <summary>As an array.</summary>
    Sequence,

    /// <summary>As the JSON it is: <see cref="JsonNodes"/>.</summary>
    Json,

    /// <summary>As its markup; an XML element as a record is the attributes and elements in it.</summary>
    Markup,

    /// <summary>As what is in it: a database's number, text or null.</summary>
    SqlValue,

    /// <summary>Not at all.</summary>
    Secret,

    /// <summary>Not at all.</summary>
    ScriptBlock,
}
