using OpsLog.Core.Processes;

namespace OpsLog.Core.Errors;

/// <summary>Another live process, or another open store object, uses the agent id.</summary>
public sealed class AgentLockedException(string location, string agent, LockHolder? holder)
    : StoreException(location, $"Agent '{agent}' of the store '{location}' is locked by {holder?.ToString() ?? "another process"}. Use another agent id, or wait until that process has closed the store.")
{
    /// <summary>The agent id.</summary>
    public string Agent { get; } = agent;

    /// <summary>The holder; null if it is not known.</summary>
    public LockHolder? Holder { get; } = holder;
}
