namespace OpsLog.Core.Tests.Interop;

/// <summary>A turn of the npm package, and the ways it opens a store: closing then takes no snapshot.</summary>
internal static class NpmTurn
{
    public const string Writer = """{"checkpointOnClose":false}""";
    public const string AgentA = """{"agentId":"a","checkpointOnClose":false}""";
    public const string AgentB = """{"agentId":"b","checkpointOnClose":false}""";

    /// <summary>Opens the store, writes changes one by one, and closes it; a null value deletes.</summary>
    public static void Take(NpmProcess node, string directory, string options, params (string Id, string? Value)[] changes)
    {
        NpmStore store = node.Open(directory, options);
        foreach ((string id, string? value) in changes)
        {
            if (value is null)
            {
                store.Delete(id);
            }
            else
            {
                store.Set(id, value);
            }
        }

        store.Close();
    }
}
