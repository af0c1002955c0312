using System.Globalization;
using System.Text;
using OpsLog.Core.Store;
using OpsLog.TestHost.Workloads;

namespace OpsLog.TestHost;

/// <summary>
/// <c>write-until-killed dir seed mix mode durability</c>: after a signal, opens the store and runs a workload on it
/// forever. After each step has returned, and not before, it writes the number of the step on a separate line.
/// </summary>
internal sealed class WriteUntilKilled : IVerb
{
    public string Name => "write-until-killed";

    public void Run(string[] args)
    {
        Workload workload = new(int.Parse(args[1], CultureInfo.InvariantCulture), args[2]);
        OpsLogStoreOptions options = new()
        {
            WriteMode = Enum.Parse<WriteMode>(args[3]),
            Durability = Enum.Parse<Durability>(args[4]),
            GroupSize = 5,
            GroupDelay = TimeSpan.FromMilliseconds(2),
        };
        using Stream output = Console.OpenStandardOutput();
        Signal.Send("ready");
        if (!Signal.Wait())
        {
            return;
        }

        using OpsLogStore store = OpsLogStore.Open(args[0], options);
        for (int step = 1; ; step++)
        {
            workload.Next(store.Contains).RunOn(store);
            output.Write(Encoding.ASCII.GetBytes(step.ToString(CultureInfo.InvariantCulture) + "\n"));
        }
    }
}
