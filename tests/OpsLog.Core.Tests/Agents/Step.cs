namespace OpsLog.Core.Tests.Agents;

/// <summary>What an agent of the simulation does.</summary>
internal enum Act
{
    Set,
    Delete,
    Batch,
    Undo,
    Refresh,
    Compact,
    Archive,
    Close,

    /// <summary>The agent's process is killed; what it wrote stays.</summary>
    Kill,

    /// <summary>The power goes: every agent ends, and what was not flushed is lost in part.</summary>
    PowerCut,
}

/// <summary>One step of a schedule.</summary>
/// <param name="Agent">The agent's number.</param>
/// <param name="Act">What it does; a closed one opens first.</param>
/// <param name="Key">Which record, or seed for what is chosen.</param>
/// <param name="NextAt">Before which of its storage calls the next step of the schedule is taken; 0 for after it.</param>
internal readonly record struct Step(int Agent, Act Act, int Key, int NextAt)
{
    /// <summary>A random schedule.</summary>
    public static List<Step> Schedule(Random random, int agents, int length)
    {
        Act[] acts =
        [
            Act.Set, Act.Set, Act.Set, Act.Set, Act.Set, Act.Delete, Act.Delete, Act.Batch, Act.Batch, Act.Undo, Act.Undo,
            Act.Undo, Act.Refresh, Act.Refresh, Act.Compact, Act.Archive, Act.Close, Act.Kill, Act.PowerCut,
        ];
        List<Step> steps = [];
        for (int i = 0; i < length; i++)
        {
            Act act = acts[random.Next(acts.Length)];
            act = act == Act.PowerCut && random.Next(3) > 0 ? Act.Refresh : act;
            steps.Add(new Step(random.Next(agents), act, random.Next(6), random.Next(3) == 0 ? random.Next(1, 12) : 0));
        }

        return steps;
    }
}
