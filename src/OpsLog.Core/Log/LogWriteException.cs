namespace OpsLog.Core.Log;

/// <summary>Reports to the store that a log accepts no more writes; the store reports it with its own message.</summary>
internal sealed class LogWriteException(Exception cause) : Exception(cause.Message, cause);
