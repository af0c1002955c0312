namespace OpsLog.Bench.Harness;

/// <summary>One kind of work, done by several sides; the first side is OpsLog's, the others are compared with it.</summary>
internal abstract class Scenario
{
    /// <summary>How the command line names it.</summary>
    public abstract string Key { get; }

    public abstract string Title { get; }

    public abstract string Unit { get; }

    public abstract bool MoreIsBetter { get; }

    /// <summary>Whether a first round is thrown away; not for what is to be measured in a process that has done nothing.</summary>
    public virtual bool WarmsUp => true;

    /// <summary>Sets everything up and returns the sides.</summary>
    public abstract IEnumerable<Side> Sides(BenchContext context);

    /// <summary>A rate: runs the work and returns how many a second.</summary>
    protected static double PerSecond(int count, Action work) => count / Seconds(work);

    protected static double Seconds(Action work)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        work();
        return System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
