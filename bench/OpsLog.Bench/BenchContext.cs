using OpsLog.Bench.Engines;
using OpsLog.Bench.Sides;
using OpsLog.Core.Store;

namespace OpsLog.Bench;

/// <summary>The folder for the stores of one size, and the sides that are available on this machine.</summary>
internal sealed class BenchContext : IDisposable
{
    private readonly string _root;
    private readonly Stack<IDisposable> _owned = new();
    private readonly Dictionary<string, string> _filled = [];
    private readonly List<string> _leftOut = [];
    private int _names;

    public BenchContext(BenchOptions options, Competition competition, int records)
    {
        Options = options;
        Competition = competition;
        Records = records;
        _root = Directory.CreateDirectory(Path.Combine(options.Directory, $"opslog-bench-{Environment.ProcessId}-{records}")).FullName;
    }

    public BenchOptions Options { get; }

    public Competition Competition { get; }

    public NpmPackage? Npm => Competition.Npm;

    /// <summary>The number of records in a filled store.</summary>
    public int Records { get; }

    /// <summary>
    /// The number of records that a round adds: so many, or fewer if the store is small, so that it stays a small one.
    /// </summary>
    public int Added(int most) => Math.Min(most, Math.Max(Workload.Group, Records / 10));

    /// <summary>Options without automatic checkpoints; compaction is measured separately, on every side.</summary>
    public static OpsLogStoreOptions Quiet(Durability durability = Durability.OperatingSystem) => new()
    {
        Durability = durability,
        CheckpointThreshold = int.MaxValue,
        CheckpointOnClose = CheckpointOnClose.Never,
    };

    /// <summary>A path that does not exist yet.</summary>
    public string NewPath() => Path.Combine(_root, $"{++_names:d3}");

    /// <summary>
    /// A folder with all records in the files of an engine, tidied up and created once; do not change it. That of OpsLog
    /// has a snapshot and an empty log.
    /// </summary>
    public string Filled(string product)
    {
        if (!_filled.TryGetValue(product, out string? path))
        {
            path = NewPath();
            using (ITable table = EngineList.Reader(product).Open(path))
            {
                Workload.Fill(table, Records);
                table.Tidy();
            }

            if (product == EngineList.OpsLog.Product)
            {
                foreach (string log in Directory.GetFiles(Path.Combine(path, "ops")).Where(file => new FileInfo(file).Length > 0))
                {
                    File.Delete(log);
                }
            }

            _filled.Add(product, path);
        }

        return path;
    }

    /// <summary>A copy of that folder, opened with an engine until the end of the scenario.</summary>
    public ITable OpenCopy(Engine engine) => Own(engine.Open(Folders.Copy(Filled(engine.Product), NewPath())));

    /// <summary>OpsLog's folder with all records in a snapshot; do not change it.</summary>
    public string SnapshotStore() => Filled(EngineList.OpsLog.Product);

    /// <summary>A copy of that store that can be changed.</summary>
    public string CopyOfSnapshotStore() => Folders.Copy(SnapshotStore(), NewPath());

    /// <summary>The snapshot of that store.</summary>
    public string SnapshotFile() => SnapshotOf(SnapshotStore());

    /// <summary>The newest snapshot of a store.</summary>
    public static string SnapshotOf(string store) =>
        Directory.GetFiles(Path.Combine(store, "snapshots")).Where(file => !file.EndsWith(".idx", StringComparison.Ordinal)).Max(StringComparer.Ordinal)!;

    /// <summary>Disposes an object after the scenario.</summary>
    public T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Push(owned);
        return owned;
    }

    /// <summary>Notes a side that a scenario leaves out, with the reason.</summary>
    public void LeaveOut(string reason) => _leftOut.Add(reason);

    public string[] TakeLeftOut()
    {
        string[] taken = [.. _leftOut];
        _leftOut.Clear();
        return taken;
    }

    public void EndScenario()
    {
        while (_owned.TryPop(out IDisposable? owned))
        {
            owned.Dispose();
        }

        foreach (string path in Directory.GetFileSystemEntries(_root).Where(path => !_filled.ContainsValue(path)))
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
    }

    public void Dispose()
    {
        EndScenario();
        Directory.Delete(_root, recursive: true);
    }
}
