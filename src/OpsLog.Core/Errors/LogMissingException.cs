namespace OpsLog.Core.Errors;

/// <summary>
/// A log that the manifest names is missing. The store is not opened, because the operations of the log would be lost.
/// </summary>
public sealed class LogMissingException(string path)
    : OpsLogException($"The log '{path}' is missing, and the store can't be opened without its operations. Restore the file from a backup of the store.")
{
    /// <summary>The log's file.</summary>
    public string Path { get; } = path;
}
