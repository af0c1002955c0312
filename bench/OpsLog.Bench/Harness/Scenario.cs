using System.Diagnostics;

namespace OpsLog.Bench.Harness;

/// <summary>One kind of work on several sides; the first side is OpsLog, and the others are compared with it.</summary>
internal abstract class Scenario
{
    /// <summary>Its name on the command line.</summary>
    public abstract string Key { get; }

    public abstract string Title { get; }

    public abstract string Unit { get; }

    public abstract bool MoreIsBetter { get; }

    /// <summary>
    /// How often each side runs at least before it is measured, unless it has used enough processor time before; 0 for
    /// measurements in a process that has done nothing before.
    /// </summary>
    public virtual int WarmUps => 3;

    /// <summary>Whether it is measured for each size; otherwise, only for the smallest one.</summary>
    public virtual bool DependsOnSize => true;

    /// <summary>Whether what the scenario needs is on this machine.</summary>
    public virtual bool CanRun(Competition competition) => true;

    /// <summary>What is measured, if the title does not say all of it; empty if it does.</summary>
    public virtual string Note => "";

    /// <summary>Sets everything up and returns the sides.</summary>
    public abstract IEnumerable<Side> Sides(BenchContext context);

    /// <summary>The goals besides being ahead of every peer, for a store of this size.</summary>
    public virtual IEnumerable<Goal> Goals(int records) => [];

    /// <summary>A rate: runs the work and returns the number per second.</summary>
    protected static double PerSecond(int count, Action work) => count / Seconds(work);

    protected static double Seconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
