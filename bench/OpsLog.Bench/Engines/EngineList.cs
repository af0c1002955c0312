using OpsLog.Bench.Children;
using OpsLog.Core.Store;

namespace OpsLog.Bench.Engines;

/// <summary>The engines, each with its best settings that keep what the row promises.</summary>
internal static class EngineList
{
    public static readonly Engine OpsLog = new("OpsLog", "", Survival.Process, path => new OpsLogTable(path, Durability.OperatingSystem)) { Reads = true };

    public static readonly Engine DurableOpsLog = new("OpsLog", "", Survival.Power, path => new OpsLogTable(path, Durability.Disk));

    public static readonly Engine[] Peers =
    [
        new("SQLite", "WAL, OFF", Survival.Process, path => new SqliteTable(path, "OFF")) { Sets = 3_000, Reads = true },
        new("SQLite", "WAL, NORMAL", Survival.Process, path => new SqliteTable(path, "NORMAL")) { Sets = 3_000 },
        new("SQLite", "WAL, FULL", Survival.Power, path => new SqliteTable(path, "FULL")),
        new("LiteDB", "", Survival.Process, path => new LiteDbTable(path)) { Sets = 1_000, Reads = true },
        new("LMDB", "", Survival.Process, path => new LmdbTable(path, LmdbMode.Plain)) { Sets = 10_000, Reads = true },
        new("LMDB", "write map", Survival.Process, path => new LmdbTable(path, LmdbMode.WriteMap)),
        new("LMDB", "flushed", Survival.Power, path => new LmdbTable(path, LmdbMode.Flushed)),
        new("RocksDB", "", Survival.Process, path => new RocksTable(path, flushes: false)) { Reads = true },
        new("RocksDB", "flushed", Survival.Power, path => new RocksTable(path, flushes: true)),
        new("ZoneTree", "", Survival.Process, path => new ZoneTable(path, ZoneMode.Synchronous)) { Reads = true },
        new("ZoneTree", "flushed", Survival.Power, path => new ZoneTable(path, ZoneMode.Flushed)) { OpenForBulk = path => new ZoneTable(path, ZoneMode.FlushedInBulk) },
    ];

    /// <summary>What can't be measured on any machine, with the reason.</summary>
    public static readonly string[] Limitations = ["LiteDB in the rows of a power cut, because a commit of LiteDB 5 does not flush its log."];

    /// <summary>The engine of a product with which reads are measured.</summary>
    public static Engine Reader(string product) => product == OpsLog.Product ? OpsLog : Peers.First(engine => engine.Product == product && engine.Reads);

    /// <summary>
    /// The engines that keep their promise on this machine: with each setting, a process writes records and is killed, and
    /// all of them have to be there afterwards. The reasons of the others are added to <paramref name="leftOut"/>.
    /// </summary>
    public static Engine[] Available(string folder, List<string> leftOut)
    {
        HashSet<string> failed = [];
        List<Engine> available = [];
        foreach (Engine engine in Peers.Where(engine => !failed.Contains(engine.Product)))
        {
            try
            {
                string path = Path.Combine(folder, engine.Name);
                using (ITable table = engine.Open(path))
                {
                    table.Set("task-0", Workload.Values[0]);
                }

                int lost = WriteAndDie.CountLost(engine, path);
                if (lost == 0)
                {
                    available.Add(engine);
                }
                else
                {
                    leftOut.Add($"{engine.Name}, because {lost} acknowledged records were lost when its process was killed.");
                }
            }
            catch (Exception cause)
            {
                failed.Add(engine.Product);
                leftOut.Add($"{engine.Product}, because it does not work here: {cause.GetBaseException().Message.ReplaceLineEndings(" ").Split(". ")[0].TrimEnd('.')}.");
            }
        }

        return [.. available.Where(engine => !failed.Contains(engine.Product))];
    }
}
