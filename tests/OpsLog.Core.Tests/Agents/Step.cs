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
    Restore,
    Close,

    /// <summary>The agent's process is killed, also in the midst of a step; what it wrote stays.</summary>
    Kill,

    /// <summary>The power goes, also in the midst of steps: every process ends, and what was not flushed is lost in part.</summary>
    PowerCut,

    /// <summary>A single writer takes its turn, and is refused while an agent is live.</summary>
    WriteAlone,

    /// <summary>A read-only reader refreshes.</summary>
    Read,
}

/// <summary>One step of a schedule.</summary>
/// <param name="Agent">The agent's number.</param>
/// <param name="Act">What it does; a closed one opens first.</param>
/// <param name="Key">The record, or the seed for a choice.</param>
/// <param name="NextAt">Before which of its storage calls the next step of the schedule is taken; 0 for after it.</param>
internal readonly record struct Step(int Agent, Act Act, int Key, int NextAt)
{
    private static readonly Act[] s_acts =
    [
        Act.Set, Act.Set, Act.Set, Act.Set, Act.Set, Act.Delete, Act.Delete, Act.Batch, Act.Batch, Act.Undo, Act.Undo,
        Act.Undo, Act.Refresh, Act.Refresh, Act.Compact, Act.Archive, Act.Archive, Act.Restore, Act.Close, Act.Kill, Act.Kill, Act.PowerCut, Act.WriteAlone, Act.Read,
    ];

    /// <summary>A random schedule.</summary>
    public static List<Step> Schedule(Random random, int agents, int length)
    {
        List<Step> steps = [];
        for (int i = 0; i < length; i++)
        {
            Act act = s_acts[random.Next(s_acts.Length)];
            act = act == Act.PowerCut && random.Next(3) > 0 ? Act.Refresh : act;
            int nextAt = random.Next(3) == 0 ? random.Next(1, act is Act.Compact or Act.WriteAlone ? 40 : 12) : 0;

            // A single writer gets its turn only once the agents have left.
            for (int agent = 0; act == Act.WriteAlone && agent < agents && random.Next(8) > 0; agent++)
            {
                steps.Add(new Step(agent, random.Next(2) == 0 ? Act.Close : Act.Kill, 0, 0));
            }

            // The one that is in the midst of a step is worth killing most.
            bool inTheMidst = act == Act.Kill && i > 0 && steps[^1].NextAt > 0 && random.Next(4) > 0;
            int who = inTheMidst ? steps[^1].Agent : random.Next(agents);
            steps.Add(new Step(who, act, random.Next(6), nextAt));
        }

        return steps;
    }
}
