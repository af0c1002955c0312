namespace OpsLog.Core.Errors;

/// <summary>
/// A log contains damage that can't be skipped: the store was opened strictly, or the damaged place itself was
/// requested.
/// </summary>
/// <param name="path">The log's file.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="offset">The offset of the line, in bytes.</param>
/// <param name="reason">What is damaged.</param>
/// <param name="canBeSkipped">Whether the place is skipped if the store is not opened strictly.</param>
public sealed class LogDamagedException(string path, long line, long offset, string reason, bool canBeSkipped = true)
    : OpsLogException($"The log '{path}' is damaged at line {line}, byte {offset}: {reason}. Restore it from a backup{(canBeSkipped ? ", or open the store without -Strict, which skips and reports the damaged parts" : "")}.")
{
    /// <summary>The log's file.</summary>
    public string Path { get; } = path;

    /// <summary>The line, from 1.</summary>
    public long Line { get; } = line;

    /// <summary>The offset of the line, in bytes.</summary>
    public long Offset { get; } = offset;
}
