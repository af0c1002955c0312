using System.Buffers;
using System.Diagnostics;
using OpsLog.Core.Store;
using OpsLog.Bench.Engines;

namespace OpsLog.Bench.Curves;

/// <summary>
/// A store with a number of records and as many operations in its logs. Each measurement leaves that number as it was.
/// The values are microseconds for one operation.
/// </summary>
internal sealed class SizedStore : IDisposable
{
    private const int Sets = 500;
    private const int Gets = 20_000;
    private const int Refreshes = 20;

    private readonly string[] _random;
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly OpsLogTable _table;
    private readonly OpsLogStore _writing;
    private readonly OpsLogStore _following;
    private double _undo;

    public SizedStore(string path, int records)
    {
        Records = records;
        _random = Workload.RandomIds(Gets, records);
        _table = new OpsLogTable(Path.Combine(path, "single"), Durability.OperatingSystem);
        Workload.Fill(_table, records);
        string agents = Path.Combine(path, "agents");
        _writing = OpsLogStore.Open(agents, BenchContext.Quiet() with { Agent = "writing" });
        Workload.Fill(_writing, records);
        _following = OpsLogStore.Open(agents, BenchContext.Quiet() with { Agent = "following" });
    }

    public int Records { get; }

    /// <summary>Adds records one by one, and measures at the same time what it costs to undo them again.</summary>
    public double Set()
    {
        string[] ids = Workload.Ids(Sets, Records);
        double set = Microseconds(Sets, i => _table.Store.Set(ids[i], Workload.Values[i % Workload.Distinct]));
        _undo = Microseconds(Sets, _ => _table.Store.Undo());
        return set;
    }

    /// <summary>What the last <see cref="Set"/> measured.</summary>
    public double Undo() => _undo;

    public double Get() => Microseconds(Gets, i =>
    {
        _buffer.ResetWrittenCount();
        _table.Store.TryGet(_random[i], _buffer);
    });

    /// <summary>
    /// A checkpoint, for each operation that it covers if it is taken as soon as the log is as long as the snapshot.
    /// </summary>
    public double Checkpoint()
    {
        _table.Store.Set("task-0", Workload.Values[Random.Shared.Next(Workload.Distinct)]);
        return Microseconds(1, _ => _table.Store.Compact()) / Records;
    }

    public double Refresh()
    {
        double sum = 0;
        for (int n = 0; n < Refreshes; n++)
        {
            _writing.Set("task-0", Workload.Values[n]);
            sum += Microseconds(1, _ => _following.Refresh());
        }

        return sum / Refreshes;
    }

    public double HistoryOfOne()
    {
        string id = Workload.Id(Records / 2);
        int found = 0;
        double cost = Microseconds(1, _ => found = _table.Store.GetHistory(id).Count());
        return found > 0 ? cost : throw new InvalidOperationException($"The history of {id} is empty.");
    }

    public double FilterPerRecord() => Microseconds(1, _ => _table.CountEqual("status", "done")) / Records;

    public void Dispose()
    {
        _table.Dispose();
        _following.Dispose();
        _writing.Dispose();
    }

    private static double Microseconds(int count, Action<int> work)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            work(i);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
    }
}
