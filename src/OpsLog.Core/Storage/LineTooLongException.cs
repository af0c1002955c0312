namespace OpsLog.Core.Storage;

/// <summary>A line exceeds the maximum length. The caller converts it to an error with its own message.</summary>
internal sealed class LineTooLongException(long line, long offset, int longest) : Exception($"a line is longer than {longest:N0} bytes")
{
    /// <summary>The line, from 1.</summary>
    public long Line { get; } = line;

    /// <summary>The offset of the line, in bytes.</summary>
    public long Offset { get; } = offset;
}
