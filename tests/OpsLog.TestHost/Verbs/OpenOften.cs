using System.Diagnostics;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;

namespace OpsLog.TestHost;

/// <summary>
/// <c>open-often directory times</c>: opens and closes the store the specified number of times in every way, including
/// refused ones, and reports at several points the number of handles of the process, and its live and private memory in
/// bytes.
/// </summary>
internal sealed class OpenOften : IVerb
{
    private const int Reports = 5;

    public string Name => "open-often";

    public void Run(string[] args)
    {
        string directory = args[0];
        int times = int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture);
        for (int i = 1; i <= times; i++)
        {
            OpenInEveryWay(directory, i);
            if (i % (times / Reports) == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                GC.Collect();
                using Process self = Process.GetCurrentProcess();
                int handles = OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : self.HandleCount;
                Signal.Send($"{i} {handles} {GC.GetTotalMemory(forceFullCollection: true)} {self.PrivateMemorySize64}");
            }
        }
    }

    private static void OpenInEveryWay(string directory, int number)
    {
        OpsLogStoreOptions options = new() { Durability = Durability.OperatingSystem };
        using (OpsLogStore writer = OpsLogStore.Open(directory, options))
        {
            writer.Set($"id-{number % 100}", "{\"by\":\"the writer\"}"u8);
            using OpsLogStore reader = OpsLogStore.Open(directory, options with { ReadOnly = true });
            Refused(() => OpsLogStore.Open(directory, options));
            Refused(() => OpsLogStore.Open(directory, options with { Agent = "refused" }));
        }

        using (OpsLogStore agent = OpsLogStore.Open(directory, options with { Agent = "a" }))
        {
            agent.Set($"id-{number % 100}", "{\"by\":\"an agent\"}"u8);
            Refused(() => OpsLogStore.Open(directory, options with { Agent = "a" }));
        }

        Refused(() => OpsLogStore.Open(Path.Combine(directory, "none"), options with { ReadOnly = true }));
    }

    private static void Refused(Func<OpsLogStore> open)
    {
        try
        {
            open().Close();
        }
        catch (OpsLogException)
        {
            return;
        }

        throw new InvalidOperationException("An opening that had to be refused was not.");
    }
}
