using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Interop;

/// <summary>Everything that can read a store, at its turn.</summary>
internal static class AllReaders
{
    /// <summary>
    /// A reader, an agent and a single writer of this engine each read the state, in this order; then the package does,
    /// in both ways.
    /// </summary>
    public static void AssertRead(string directory, SortedDictionary<string, string> expected)
    {
        Assert.Equal("", Findings.Of(new FileSystemBackend(directory), FindingSeverity.Warning));
        using (OpsLogStore reader = OpsLogStore.Open(directory, new OpsLogStoreOptions { ReadOnly = true }))
        {
            Assert.Equal(expected, reader.StateById());
            Assert.Empty(reader.Warnings);
        }

        using (OpsLogStore agent = OpsLogStore.Open(directory, new() { Agent = "reads" }))
        {
            Assert.Equal(expected, agent.StateById());
        }

        using (OwnStore writer = new(directory))
        {
            Assert.Equal(expected, writer.Records);
        }

        using NpmProcess node = new();
        NpmStore its = node.Open(directory, """{"checkpointOnClose":false}""");
        Assert.Equal(expected, its.Records);
        its.Close();
        Assert.Equal(expected, node.Open(directory, """{"agentId":"reads-too","checkpointOnClose":false}""").Records);
    }
}
