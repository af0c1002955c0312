namespace OpsLog.Core.Log;

/// <summary>A place in a log that could not be used, and was passed over.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Offset">Where the line begins, in bytes.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="IsHole">Whether it looks like what a power cut leaves of a write that was not flushed.</param>
internal readonly record struct LogDamage(long Line, long Offset, string Reason, bool IsHole = false);
