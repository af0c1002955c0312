namespace OpsLog.Core.Errors;

/// <summary>The current snapshot can't be loaded; the store is not opened and nothing is changed.</summary>
public sealed class SnapshotException : OpsLogException
{
    /// <summary>Reports a fault in the snapshot at <paramref name="path"/>.</summary>
    public SnapshotException(SnapshotFault fault, string path, long line, long offset, string detail)
        : base($"The snapshot '{path}' can't be read: {detail}{Where(line, offset)}. Restore the file from a backup of the store.")
    {
        Fault = fault;
        Path = path;
        Line = line;
        Offset = offset;
    }

    /// <summary>What is wrong.</summary>
    public SnapshotFault Fault { get; }

    /// <summary>The snapshot's file.</summary>
    public string Path { get; }

    /// <summary>The line, from 1; 0 for the whole file.</summary>
    public long Line { get; }

    /// <summary>The offset of the line or value in bytes.</summary>
    public long Offset { get; }

    private static string Where(long line, long offset) =>
        line > 0 ? $" (line {line}, byte {offset})" : offset > 0 ? $" (byte {offset})" : "";
}
