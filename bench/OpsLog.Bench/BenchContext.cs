using OpsLog.Bench.Sides;
using OpsLog.Core.Store;

namespace OpsLog.Bench;

/// <summary>The folder for the stores of the run, and the sides that are available on this machine.</summary>
internal sealed class BenchContext : IDisposable
{
    private readonly string _root;
    private readonly Stack<IDisposable> _owned = new();
    private string? _store;
    private int _names;

    public BenchContext(BenchOptions options)
    {
        Options = options;
        _root = Directory.CreateDirectory(Path.Combine(options.Directory, $"opslog-bench-{Environment.ProcessId}")).FullName;
        Npm = NpmPackage.Find(out string leftOut);
        LeftOut = leftOut;
    }

    public BenchOptions Options { get; }

    /// <summary>The npm package; null if it can't be run, with the reason in <see cref="LeftOut"/>.</summary>
    public NpmPackage? Npm { get; }

    public string LeftOut { get; }

    /// <summary>Options without automatic checkpoints; compaction is measured separately, on every side.</summary>
    public static OpsLogStoreOptions Quiet(Durability durability = Durability.OperatingSystem) => new()
    {
        Durability = durability,
        CheckpointThreshold = int.MaxValue,
        CheckpointOnClose = CheckpointOnClose.Never,
    };

    /// <summary>A path that does not exist yet.</summary>
    public string NewPath() => Path.Combine(_root, $"{++_names:d3}");

    /// <summary>A store with all records in a snapshot and an empty log, created once; do not change it.</summary>
    public string SnapshotStore()
    {
        if (_store is null)
        {
            string path = NewPath();
            using OpsLogStore store = OpsLogStore.Open(path, Quiet());
            Workload.Fill(store, Options.Records);
            store.Compact();
            foreach (string log in Directory.GetFiles(Path.Combine(path, "ops")).Where(file => new FileInfo(file).Length > 0))
            {
                File.Delete(log);
            }

            _store = path;
        }

        return _store;
    }

    /// <summary>A copy of that store that can be changed.</summary>
    public string CopyOfSnapshotStore()
    {
        string from = SnapshotStore();
        string to = NewPath();
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }

    /// <summary>The snapshot of that store.</summary>
    public string SnapshotFile() => Directory.GetFiles(Path.Combine(SnapshotStore(), "snapshots")).Max()!;

    /// <summary>Disposes an object after the scenario.</summary>
    public T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Push(owned);
        return owned;
    }

    public void EndScenario()
    {
        while (_owned.TryPop(out IDisposable? owned))
        {
            owned.Dispose();
        }

        foreach (string path in Directory.GetFileSystemEntries(_root).Where(path => path != _store))
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
