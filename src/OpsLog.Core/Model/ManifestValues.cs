namespace OpsLog.Core.Model;

/// <summary>Keys and values that have a meaning of their own in a manifest file.</summary>
internal static class ManifestValues
{
    /// <summary>The key of a single writer's log among the logs of agents; no agent can have this name.</summary>
    public const string SingleWriter = "";

    /// <summary>The value of <c>others</c> if another program has written as a single writer.</summary>
    public const string OthersWriters = "writers";

    /// <summary>The value of <c>others</c> if another program has written as an agent.</summary>
    public const string OthersAgents = "agents";
}
