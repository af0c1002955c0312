using System.Collections.Immutable;

namespace OpsLog.Core.Tests.Faults;

/// <summary>
/// What a script may rely on at a moment: what was acknowledged, and the steps that were begun and are not. Each of
/// these is there wholly or not at all after a crash; one of several stages may also be left between two of them.
/// </summary>
internal sealed record Promise
{
    /// <summary>The state after everything that was acknowledged.</summary>
    public Contents Kept { get; private init; } = new();

    /// <summary>The states after each step that was acknowledged earlier, for stores that promise no more than one of them.</summary>
    public ImmutableList<Contents> Past { get; private init; } = [];

    private ImmutableList<Func<Contents, Contents>[]> Begun { get; init; } = [];

    public Promise Begin(params Func<Contents, Contents>[] stages) => this with { Begun = Begun.Add(stages) };

    /// <summary>All steps begun so far are acknowledged.</summary>
    public Promise Acknowledge()
    {
        ImmutableList<Contents> past = Past;
        Contents kept = Kept;
        foreach (Func<Contents, Contents>[] stages in Begun)
        {
            past = past.Add(kept);
            kept = stages.Aggregate(kept, (state, stage) => stage(state));
        }

        return new Promise { Kept = kept, Past = past };
    }

    /// <summary>
    /// What there may be after a crash. In order, a step is there only if those before it are; else any of them may be
    /// missing.
    /// </summary>
    public IReadOnlyList<Contents> Allowed(bool inOrder)
    {
        List<Contents> allowed = [Kept];
        Contents whole = Kept;
        foreach (Func<Contents, Contents>[] stages in Begun)
        {
            foreach (Contents before in inOrder ? [whole] : allowed.ToArray())
            {
                Contents state = before;
                foreach (Func<Contents, Contents> stage in stages)
                {
                    allowed.Add(state = stage(state));
                }

                whole = state;
            }
        }

        return allowed;
    }
}
