using System.Diagnostics;
using OpsLog.Bench.Sides;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Children;

/// <summary>Opens a store and reads one record.</summary>
internal static class OpenStore
{
    public static Figures Measure(string path)
    {
        double before = PrivateMemory.Now();
        long start = Stopwatch.GetTimestamp();
        using OpsLogStore store = OpsLogStore.Open(path, BenchContext.Quiet());
        store.Get("task-0");
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double opened = PrivateMemory.Now();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Figures.Of(
            ("seconds", seconds), ("opened", opened - before), ("collected", PrivateMemory.Now() - before), ("records", store.Count));
    }
}
