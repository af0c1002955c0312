namespace OpsLog.PowerShell.Conversion;

/// <summary>The name under which an object carries the id of its record.</summary>
internal static class OpsLogId
{
    /// <summary>The property that contains the id outside of the store. It is never stored.</summary>
    public const string Property = "OpsLogId";
}
