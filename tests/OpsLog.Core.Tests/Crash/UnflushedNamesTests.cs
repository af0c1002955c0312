using OpsLog.Core.Tests.Preload;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Crash;

/// <summary>
/// A process is killed directly after each of its renames and new directories, before it flushed their names: the next
/// process that opens the store makes them durable before it acknowledges a write.
/// </summary>
public sealed class UnflushedNamesTests
{
    private const string Acknowledged = "say acknowledged";
    private const int MostCalls = 100;

    [FaultLibraryTheory]
    [InlineData("rename", null, null)]
    [InlineData("link", null, null)]
    [InlineData("mkdir", null, null)]
    [InlineData("rename", "a", "b")]
    [InlineData("link", "a", "b")]
    [InlineData("mkdir", "a", "b")]
    [InlineData("rename", "a", "a")]
    [InlineData("rename", "a", null)]
    [InlineData("rename", null, "a")]
    public void What_a_killed_process_named_is_durable_before_the_next_acknowledges(string call, string? first, string? second)
    {
        int kills = 0;
        int unflushed = 0;
        while (kills < MostCalls)
        {
            using TemporaryDirectory directory = new();
            string store = directory["above/it/store"];
            List<string> before = Run(directory, store, first, $"{call}:{kills + 1}");
            if (before.Contains(Acknowledged) && before.Count(line => line.StartsWith($"{call} ", StringComparison.Ordinal)) <= kills)
            {
                break;
            }

            kills++;
            List<string> after = Run(directory, store, second, kill: null);
            int acknowledged = after.IndexOf(Acknowledged);
            Assert.True(acknowledged > 0, "The second process acknowledged nothing.");
            foreach (string folder in Unflushed(before).Where(folder => folder != Path.Combine(store, "locks")))
            {
                unflushed++;
                Assert.Contains($"fsync {folder}", after[..acknowledged]);
            }
        }

        Assert.InRange(kills, 1, MostCalls - 1);
        Assert.InRange(unflushed, 1, kills);
    }

    /// <summary>The folders in which a process created or changed a name without flushing the folder afterwards.</summary>
    private static HashSet<string> Unflushed(List<string> trace)
    {
        HashSet<string> folders = [];
        foreach (string[] line in trace.Select(line => line.Split(' ', 2)))
        {
            if (line[0] == "fsync")
            {
                folders.Remove(line[1]);
            }
            else if (line[0] is "rename" or "link" or "mkdir")
            {
                folders.Add(Path.GetDirectoryName(line[1])!);
            }
        }

        return folders;
    }

    /// <summary>Runs a process that sets a record, to its end or until it is killed, and returns its calls.</summary>
    private static List<string> Run(TemporaryDirectory directory, string store, string? agent, string? kill)
    {
        string trace = directory[$"trace-{Guid.NewGuid():N}"];
        string[] arguments = agent is null ? [store, "id"] : [store, "id", agent];
        using (HostProcess process = HostProcess.Start(FaultLibrary.Environment(kill, trace), "set-once", arguments))
        {
            while (process.ReadLine() is not null)
            {
            }

            process.WaitForEnd(mayBeKilled: kill is not null);
        }

        // Calls of the runtime itself on other files do not belong to the store.
        return [.. SharedFile.ReadLines(trace).Where(line => line == Acknowledged || line.Contains(directory.Path, StringComparison.Ordinal))];
    }
}
