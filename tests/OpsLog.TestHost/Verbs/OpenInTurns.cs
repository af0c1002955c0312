using OpsLog.Core.Errors;
using OpsLog.Core.Store;

namespace OpsLog.TestHost;

/// <summary>
/// <c>open-in-turns dir</c>: at each signal tries to open the store for writing, tells whether it was let in, and at
/// the next signal closes it.
/// </summary>
internal sealed class OpenInTurns : IVerb
{
    public string Name => "open-in-turns";

    public void Run(string[] args)
    {
        Signal.Tell("ready");
        while (Signal.Wait())
        {
            OpsLogStore? store = null;
            try
            {
                store = OpsLogStore.Open(args[0]);
            }
            catch (StoreLockedException)
            {
                // That is the other answer.
            }

            Signal.Tell(store is null ? "refused" : "opened");
            Signal.Wait();
            store?.Dispose();
            Signal.Tell("closed");
        }
    }
}
