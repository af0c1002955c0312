namespace OpsLog.Bench.Harness;

/// <summary>Whether the rounds show that a goal is reached.</summary>
internal enum Verdict
{
    /// <summary>The rounds differ too much, or are too few, for either of the others.</summary>
    NotDecided,

    Reached,

    Missed,
}
