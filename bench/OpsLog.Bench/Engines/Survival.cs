namespace OpsLog.Bench.Engines;

/// <summary>What an acknowledged write survives.</summary>
internal enum Survival
{
    /// <summary>The end of the process.</summary>
    Process,

    /// <summary>A power cut.</summary>
    Power,
}
