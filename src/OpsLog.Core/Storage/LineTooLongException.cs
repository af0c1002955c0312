namespace OpsLog.Core.Storage;

/// <summary>Tells who reads lines that one is longer than any may be; the reader says so in its own words.</summary>
internal sealed class LineTooLongException(long line, long offset, int longest) : Exception($"a line is longer than {longest:N0} bytes")
{
    /// <summary>The line, from 1.</summary>
    public long Line { get; } = line;

    /// <summary>Where it begins, in bytes.</summary>
    public long Offset { get; } = offset;
}
