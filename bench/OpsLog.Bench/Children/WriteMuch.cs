using OpsLog.Bench.Engines;
using OpsLog.Bench.Sides;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Children;

/// <summary>Sets and updates all records one by one, then compacts; what that takes of memory and of garbage collections.</summary>
internal static class WriteMuch
{
    /// <param name="records">The number of records.</param>
    /// <param name="path">A new store.</param>
    public static Figures Measure(int records, string path)
    {
        // The texts and values are not part of it.
        string[] ids = Workload.Ids(records);
        byte[][] first = Workload.Values;
        byte[][] second = Workload.Changed;
        Collect();
        double before = PrivateMemory.Now();
        TimeSpan pauses = GC.GetTotalPauseDuration();
        int collections = GC.CollectionCount(0);
        using OpsLogTable table = new(path, Durability.OperatingSystem);
        Write(table, ids, first);
        Write(table, ids, second);
        pauses = GC.GetTotalPauseDuration() - pauses;
        collections = GC.CollectionCount(0) - collections;
        Collect();
        double updated = PrivateMemory.Now();
        table.Store.Compact();
        Collect();
        return Figures.Of(
            ("pauses", pauses.TotalMilliseconds), ("collections", collections),
            ("updated", updated - before), ("compacted", PrivateMemory.Now() - before));
    }

    private static void Write(OpsLogTable table, string[] ids, byte[][] values)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            table.Set(ids[i], values[i % values.Length]);
        }
    }

    private static void Collect() => GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
