namespace OpsLog.Core.Errors;

/// <summary>The current snapshot can't be loaded; the store is not opened and nothing is changed.</summary>
public sealed class SnapshotException(SnapshotFault fault, string path, long line, long offset, string detail)
    : OpsLogException($"The snapshot '{path}' can't be read: {detail}{Where(line, offset)}. Restore the file from a backup of the store.")
{
    /// <summary>What is wrong.</summary>
    public SnapshotFault Fault { get; } = fault;

    /// <summary>The snapshot's file.</summary>
    public string Path { get; } = path;

    /// <summary>The line, from 1; 0 for the whole file.</summary>
    public long Line { get; } = line;

    /// <summary>The offset of the line or value in bytes.</summary>
    public long Offset { get; } = offset;

    private static string Where(long line, long offset) =>
        line > 0 ? $" (line {line}, byte {offset})" : offset > 0 ? $" (byte {offset})" : "";
}
