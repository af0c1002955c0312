using OpsLog.Core.Processes;

namespace OpsLog.Core.Errors;

/// <summary>Another live process, or another open store object, uses the agent id.</summary>
public sealed class AgentLockedException : StoreException
{
    /// <summary>Reports the holder of the agent id, as far as it is known.</summary>
    public AgentLockedException(string location, string agent, LockHolder? holder)
        : base(location, $"Agent '{agent}' of the store '{location}' is locked by {holder?.ToString() ?? "another process"}. Use another agent id, or wait until that process has closed the store.")
    {
        Agent = agent;
        Holder = holder;
    }

    /// <summary>The agent id.</summary>
    public string Agent { get; }

    /// <summary>The holder; null if it is not known.</summary>
    public LockHolder? Holder { get; }
}
