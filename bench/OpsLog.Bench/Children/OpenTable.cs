using System.Diagnostics;
using OpsLog.Bench.Engines;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Children;

/// <summary>Opens the files of an engine and reads one record.</summary>
internal static class OpenTable
{
    /// <param name="product">The engine.</param>
    /// <param name="path">Its folder.</param>
    public static Figures Measure(string product, string path)
    {
        Engine engine = EngineList.Reader(product);
        double before = PrivateMemory.Now();
        long start = Stopwatch.GetTimestamp();
        using ITable table = engine.Open(path);
        int length = table.Get("task-0");
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double opened = PrivateMemory.Now();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Figures.Of(("seconds", seconds), ("opened", opened - before), ("collected", PrivateMemory.Now() - before), ("length", length));
    }
}
