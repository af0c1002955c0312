namespace OpsLog.Bench.Harness;

/// <summary>What a side of a scenario is.</summary>
internal enum SideKind
{
    /// <summary>OpsLog, in one of its forms.</summary>
    OpsLog,

    /// <summary>Another engine or another way to do the same, which OpsLog has to be ahead of.</summary>
    Peer,

    /// <summary>A limit of the machine, which OpsLog can't be ahead of.</summary>
    Limit,
}
