namespace OpsLog.Core.Errors;

/// <summary>An agent's log does not contain what was read from it before, or belongs to another agent.</summary>
public sealed class AgentLogException(string path, long offset, string detail)
    : OpsLogException($"The log '{path}' can't be read at byte {offset}: {detail}. Restore the file from a backup of the store.")
{
    /// <summary>The log's file.</summary>
    public string Path { get; } = path;

    /// <summary>The place in the log, in bytes.</summary>
    public long Offset { get; } = offset;
}
