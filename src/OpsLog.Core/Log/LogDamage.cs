namespace OpsLog.Core.Log;

/// <summary>A place in a log that can't be read and was skipped.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Offset">The offset of the line, in bytes.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="IsHole">Whether it looks like the result of a power cut in a write that was not flushed.</param>
internal readonly record struct LogDamage(long Line, long Offset, string Reason, bool IsHole = false);
