using System.Diagnostics;
using OpsLog.Bench.Engines;

namespace OpsLog.Bench.Sides;

/// <summary>Single writes to a table that holds the records of the workload already, on one thread or several.</summary>
internal sealed class SingleSets(ITable table, int records)
{
    private int _next = records;
    private bool _change;

    /// <summary>Adds new records, each with an acknowledgement; returns the number per second.</summary>
    public double Add(int count) => Write(Workload.Ids(count, Next(count)), Workload.Values);

    /// <summary>Changes existing records, each with an acknowledgement, to a value they did not have before.</summary>
    public double Change(string[] ids) => Write(ids, (_change = !_change) ? Workload.Changed : Workload.Values);

    /// <summary>Adds new records in groups, each with one acknowledgement.</summary>
    public double AddGroups(int count)
    {
        string[] ids = Workload.Ids(count, Next(count));
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i += Workload.Group)
        {
            table.SetMany(ids, i, Math.Min(Workload.Group, count - i), Workload.Values);
        }

        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Adds new records from several threads, each record with an acknowledgement.</summary>
    public double AddFrom(int threads, int count)
    {
        string[] ids = Workload.Ids(count, Next(count));
        ITable[] tables = [.. Enumerable.Range(0, threads).Select(_ => table.ForThread())];
        Thread[] writers = [.. tables.Select((own, thread) => new Thread(() =>
        {
            for (int i = thread; i < count; i += threads)
            {
                own.Set(ids[i], Workload.Values[i % Workload.Distinct]);
            }
        }))];
        long start = Stopwatch.GetTimestamp();
        Array.ForEach(writers, writer => writer.Start());
        Array.ForEach(writers, writer => writer.Join());
        double rate = count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (ITable own in tables.Where(own => own != table))
        {
            own.Dispose();
        }

        return rate;
    }

    private double Write(string[] ids, byte[][] values)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < ids.Length; i++)
        {
            table.Set(ids[i], values[i % values.Length]);
        }

        return ids.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private int Next(int count)
    {
        int from = _next;
        _next += count;
        return from;
    }
}
