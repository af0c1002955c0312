using System.Globalization;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Preload;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Faults;

/// <summary>The part of <see cref="FlushSweepTests"/> that runs in a process in which flushes can be failed.</summary>
public static class FlushSweep
{
    /// <summary>What it says last when it is through.</summary>
    public const string Through = "through: ";

    /// <summary>
    /// Fails each flush of a history in turn, or every n-th flush, once and permanently from then on. Each line that it
    /// returns is a failure, except for the last one.
    /// </summary>
    public static void Run(string history, string first, string step)
    {
        NativeFaults.PretendToFlush();
        int flushes = CountFlushes(history);
        int failures = 0;
        SortedDictionary<string, int> untold = new(StringComparer.Ordinal);
        for (int number = int.Parse(first, CultureInfo.InvariantCulture); number <= flushes; number += int.Parse(step, CultureInfo.InvariantCulture))
        {
            foreach (bool forever in (bool[])[false, true])
            {
                using TemporaryDirectory directory = new();
                FlushCheck check = new(New(history, directory["store"]), directory["store"], number, forever);
                failures++;
                if (check.Run() is { } failure)
                {
                    Console.WriteLine(failure.ReplaceLineEndings(" | "));
                }
                else if (!check.IsTold)
                {
                    untold[check.Call] = untold.GetValueOrDefault(check.Call) + 1;
                }
            }
        }

        // A marker that remains is stale, and the next process detects this.
        foreach (string call in untold.Keys.Where(call => call != "Delete .lock"))
        {
            Console.WriteLine($"A failed flush in '{call}' was not reported.");
        }

        Console.WriteLine($"{Through}{flushes} flushes, {failures} failures, {untold.Values.Sum()} of them without harm and untold");
    }

    private static int CountFlushes(string history)
    {
        using TemporaryDirectory directory = new();
        NativeFaults.Heal(NativeCall.FSync);
        New(history, directory["store"]).Run();
        return NativeFaults.Count(NativeCall.FSync);
    }

    private static ScriptedHistory New(string history, string directory)
    {
        FileSystemBackend backend = new(directory);
        return history switch
        {
            "writer" => new WriterHistory(Durability.Disk, WriteMode.Immediate, backend),
            "group" => new WriterHistory(Durability.Disk, WriteMode.Group, backend),
            "async" => new WriterHistory(Durability.Disk, WriteMode.Async, backend),
            "writer without flushes" => new WriterHistory(Durability.OperatingSystem, WriteMode.Immediate, backend),
            "agents" => new AgentHistory(Durability.Disk, backend),
            "agents without flushes" => new AgentHistory(Durability.OperatingSystem, backend),
            _ => new PruningHistory(backend),
        };
    }
}
