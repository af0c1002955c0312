using System.Buffers;
using System.Diagnostics;
using OpsLog.Bench.Engines;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Curves;

/// <summary>
/// A store with a number of records and as many operations in its logs. Each measurement leaves that number as it was.
/// The values are microseconds for one operation.
/// </summary>
internal sealed class SizedStore : IDisposable
{
    private const int Sets = 500;
    private const int Undos = 50;
    private const int Gets = 20_000;
    private const int Refreshes = 20;
    private const int Searches = 20;

    private readonly string[] _random;
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly OpsLogTable _table;
    private readonly OpsLogStore _writing;
    private readonly OpsLogStore _following;
    private readonly OpsLogTable _growing;
    private int _next;

    public SizedStore(string path, int records)
    {
        Records = records;
        _random = Workload.RandomIds(Gets, records);
        _table = new OpsLogTable(Path.Combine(path, "single"), Durability.OperatingSystem);
        Workload.Fill(_table, records);
        _table.CreateIndex("title");
        _growing = new OpsLogTable(Path.Combine(path, "growing"), Durability.OperatingSystem);
        Workload.Fill(_growing, records);
        _next = records;
        string agents = Path.Combine(path, "agents");
        _writing = OpsLogStore.Open(agents, BenchContext.Quiet() with { Agent = "writing" });
        Workload.Fill(_writing, records);
        _following = OpsLogStore.Open(agents, BenchContext.Quiet() with { Agent = "following" });
    }

    public int Records { get; }

    /// <summary>Adds records one by one, to a store of its own, so that the others keep their size.</summary>
    public double Set()
    {
        string[] ids = Workload.Ids(Sets, _next);
        _next += Sets;
        return Microseconds(Sets, i => _growing.Store.Set(ids[i], Workload.Values[i % Workload.Distinct]));
    }

    public double Undo()
    {
        for (int i = 0; i < Undos; i++)
        {
            _table.Store.Set(Workload.Id(Records + i), Workload.Values[i]);
        }

        return Microseconds(Undos, _ => _table.Store.Undo());
    }

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

    /// <summary>The records with one title, by an index that an earlier search built.</summary>
    public double IndexedPerMatch()
    {
        // The first record changes at each checkpoint.
        string title = Workload.Jobs[1].Title;
        int found = _table.GetIndexed("title", title);
        double cost = Microseconds(Searches, _ => found = _table.GetIndexed("title", title));
        return found > 0 ? cost / found : throw new InvalidOperationException($"No record has the title '{title}'.");
    }

    public void Dispose()
    {
        _table.Dispose();
        _growing.Dispose();
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
