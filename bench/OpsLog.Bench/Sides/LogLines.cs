using OpsLog.Core.Store;

namespace OpsLog.Bench.Sides;

/// <summary>The log lines that OpsLog writes for the workload.</summary>
internal static class LogLines
{
    /// <summary>
    /// The lines that create these records, or, with <paramref name="updates"/>, the lines that then change them.
    /// </summary>
    public static List<byte[]> Of(BenchContext context, string[] ids, bool updates = false)
    {
        string path = context.NewPath();
        using (OpsLogStore store = OpsLogStore.Open(path, BenchContext.Quiet()))
        {
            Workload.Fill(store, ids.Length);
            if (updates)
            {
                store.Compact();
                using DeferredWrites writes = store.DeferWrites();
                for (int i = 0; i < ids.Length; i++)
                {
                    writes.Set(ids[i], Workload.Changed[i % Workload.Distinct]);
                }
            }
        }

        return RawFile.LinesOf(Directory.GetFiles(Path.Combine(path, "ops")).Max()!);
    }
}
