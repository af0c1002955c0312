namespace OpsLog.Core.Errors;

/// <summary>
/// A log contains damage that can't be skipped: the store was opened strictly, or the damaged place itself was
/// requested.
/// </summary>
public sealed class LogDamagedException : OpsLogException
{
    /// <summary>Reports the first damaged place, and whether it is skipped if the store is not opened strictly.</summary>
    public LogDamagedException(string path, long line, long offset, string reason, bool canBeSkipped = true)
        : base($"The log '{path}' is damaged at line {line}, byte {offset}: {reason}. Restore it from a backup{(canBeSkipped ? ", or open the store without -Strict, which skips and reports the damaged parts" : "")}.")
    {
        Path = path;
        Line = line;
        Offset = offset;
    }

    /// <summary>The log's file.</summary>
    public string Path { get; }

    /// <summary>The line, from 1.</summary>
    public long Line { get; }

    /// <summary>The offset of the line, in bytes.</summary>
    public long Offset { get; }
}
