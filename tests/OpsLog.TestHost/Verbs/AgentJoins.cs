using OpsLog.Core.Store;

namespace OpsLog.TestHost;

/// <summary>
/// <c>agent-joins</c>: for each directory and agent id that it reads, and after a signal, opens the store as that agent
/// and writes a record under its id; closes it at the next signal.
/// </summary>
internal sealed class AgentJoins : IVerb
{
    public string Name => "agent-joins";

    public void Run(string[] args)
    {
        while (Console.In.ReadLine() is { } directory && Console.In.ReadLine() is { } agent)
        {
            Signal.Send("ready");
            Signal.Wait();
            using (OpsLogStore store = OpsLogStore.Open(directory, new OpsLogStoreOptions { Agent = agent, Durability = Durability.OperatingSystem }))
            {
                store.Set(agent, "{\"here\":true}"u8);
                Signal.Send("written");
                Signal.Wait();
            }

            Signal.Send("closed");
        }
    }
}
