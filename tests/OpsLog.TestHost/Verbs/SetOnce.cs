using OpsLog.Core.Store;

namespace OpsLog.TestHost;

/// <summary>
/// <c>set-once dir id [agent]</c>: opens or makes the store, sets one record, says that it is acknowledged, and closes.
/// </summary>
internal sealed class SetOnce : IVerb
{
    public string Name => "set-once";

    public void Run(string[] args)
    {
        using OpsLogStore store = OpsLogStore.Open(args[0], new OpsLogStoreOptions { Agent = args.Length > 2 ? args[2] : null });
        store.Set(args[1], "{}"u8);
        Signal.Send("acknowledged");
    }
}
