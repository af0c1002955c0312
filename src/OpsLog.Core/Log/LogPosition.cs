namespace OpsLog.Core.Log;

/// <summary>The end of a line in one log, for which the caller that appended the line waits.</summary>
/// <param name="Log">The log that the line was appended to. A later log does not take its place.</param>
/// <param name="Offset">The offset behind the line, in bytes from the beginning of the log.</param>
internal readonly record struct LogPosition(LogWriter Log, long Offset);
