namespace OpsLog.Core.Indexes;

/// <summary>Kinds of values of an indexed property.</summary>
[Flags]
public enum IndexedValues
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>The record does not have the property.</summary>
    Missing = 1,

    /// <summary>Null.</summary>
    Null = 2,

    /// <summary>True.</summary>
    True = 4,

    /// <summary>False.</summary>
    False = 8,

    /// <summary>Strings of printable characters in ASCII, which are not dates.</summary>
    Texts = 16,

    /// <summary>Numbers.</summary>
    Numbers = 32,

    /// <summary>Dates in UTC or without a zone.</summary>
    Dates = 64,
}
