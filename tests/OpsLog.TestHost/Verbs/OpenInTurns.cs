using OpsLog.Core.Errors;
using OpsLog.Core.Store;

namespace OpsLog.TestHost;

/// <summary>
/// <c>open-in-turns dir</c>: at each signal tries to open the store for writing, reports whether this succeeded, and
/// closes it at the next signal.
/// </summary>
internal sealed class OpenInTurns : IVerb
{
    public string Name => "open-in-turns";

    public void Run(string[] args)
    {
        Signal.Send("ready");
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

            Signal.Send(store is null ? "refused" : "opened");
            Signal.Wait();
            store?.Dispose();
            Signal.Send("closed");
        }
    }
}
