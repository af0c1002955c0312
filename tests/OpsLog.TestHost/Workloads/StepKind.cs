namespace OpsLog.TestHost.Workloads;

/// <summary>What a step of a workload does.</summary>
public enum StepKind
{
    Set,
    Delete,
    Batch,
    Undo,
    Checkpoint,
    Archive,
    Restore,
    Flush,
}
