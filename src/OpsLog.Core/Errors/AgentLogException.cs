namespace OpsLog.Core.Errors;

/// <summary>An agent's log does not contain what was read from it before, or belongs to another agent.</summary>
public sealed class AgentLogException : OpsLogException
{
    /// <summary>Reports the problem of the log at <paramref name="path"/>.</summary>
    public AgentLogException(string path, long offset, string detail)
        : base($"The log '{path}' can't be read at byte {offset}: {detail}. Restore the file from a backup of the store.")
    {
        Path = path;
        Offset = offset;
    }

    /// <summary>The log's file.</summary>
    public string Path { get; }

    /// <summary>The place in the log, in bytes.</summary>
    public long Offset { get; }
}
