using System.Diagnostics;
using OpsLog.Bench.Engines;
using OpsLog.Bench.Sides;

namespace OpsLog.Bench.Children;

/// <summary>
/// Writes records with an engine and is killed after the last acknowledgement, so that the parent can check what every
/// setting promises at least.
/// </summary>
internal static class WriteAndDie
{
    private const int Singles = 100;
    private const int Groups = 2;

    /// <summary>Never returns.</summary>
    /// <param name="name">The name of the engine with its setting.</param>
    /// <param name="path">A new folder.</param>
    public static Figures Measure(string name, string path)
    {
        Engine engine = EngineList.Peers.Prepend(EngineList.OpsLog).First(one => one.Name == name);
        ITable table = engine.Open(path);
        string[] ids = Workload.Ids(Singles + (Groups * Workload.Group));
        for (int i = 0; i < Singles; i++)
        {
            table.Set(ids[i], Workload.Values[i]);
        }

        for (int group = 0; group < Groups; group++)
        {
            table.SetMany(ids, Singles + (group * Workload.Group), Workload.Group, Workload.Values);
        }

        using Process self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
        return Figures.Of();
    }

    /// <summary>Runs it in a child; returns the number of acknowledged records that are missing.</summary>
    public static int CountLost(Engine engine, string path)
    {
        Child.Measure(nameof(WriteAndDie), engine.Name, path);
        using ITable table = engine.Open(path);
        return Workload.Ids(Singles + (Groups * Workload.Group)).Count(id => table.Get(id) < 0);
    }
}
