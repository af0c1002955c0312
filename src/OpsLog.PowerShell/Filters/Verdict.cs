namespace OpsLog.PowerShell.Filters;

/// <summary>What a filter says about a record.</summary>
internal enum Verdict
{
    /// <summary>The record is not selected.</summary>
    False,

    /// <summary>The record is selected.</summary>
    True,

    /// <summary>The bytes of the record are not sufficient: the shell has to decide, with the record as an object.</summary>
    Unknown,
}
