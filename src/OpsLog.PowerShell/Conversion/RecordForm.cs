namespace OpsLog.PowerShell.Conversion;

/// <summary>What a record is handed out as.</summary>
internal enum RecordForm
{
    /// <summary>A custom object.</summary>
    Object,

    /// <summary>An ordered dictionary.</summary>
    Hashtable,

    /// <summary>The stored text.</summary>
    Json,
}
