namespace OpsLog.Core.Log;

/// <summary>Tells the store that a log takes no more; the store says so in its own words.</summary>
internal sealed class LogWriteException(Exception cause) : Exception(cause.Message, cause);
