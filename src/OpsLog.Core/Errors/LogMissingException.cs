namespace OpsLog.Core.Errors;

/// <summary>The manifest names a log that is not there; the store is not opened, since its operations would be lost.</summary>
public sealed class LogMissingException : OpsLogException
{
    /// <summary>Reports the log that is missing.</summary>
    public LogMissingException(string path)
        : base($"The log '{path}', which the manifest names, is not there. Restore it from a backup of the store; opening without it would lose its operations.")
    {
        Path = path;
    }

    /// <summary>The log's file.</summary>
    public string Path { get; }
}
