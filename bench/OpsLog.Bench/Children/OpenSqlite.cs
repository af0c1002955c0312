using System.Diagnostics;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Children;

/// <summary>Opens a database and reads one record; it loads nothing else.</summary>
internal static class OpenSqlite
{
    public static Figures Measure(string path)
    {
        long start = Stopwatch.GetTimestamp();
        using SqliteTable table = new(path, "NORMAL");
        byte[]? found = table.Get("task-0");
        return Figures.Of(("seconds", Stopwatch.GetElapsedTime(start).TotalSeconds), ("found", found is null ? 0 : 1));
    }
}
