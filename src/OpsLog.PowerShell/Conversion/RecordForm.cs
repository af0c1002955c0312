namespace OpsLog.PowerShell.Conversion;

/// <summary>The form in which a record is returned.</summary>
internal enum RecordForm
{
    /// <summary>A custom object.</summary>
    Object,

    /// <summary>An ordered dictionary.</summary>
    Hashtable,

    /// <summary>The stored text.</summary>
    Json,
}
