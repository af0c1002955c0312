using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults;

/// <summary>A single writer that keeps one superseded log.</summary>
internal sealed class PruningHistory(IStorageBackend? backend = null) : ScriptedHistory(backend)
{
    private const int OperationsOfRound = 3;

    /// <summary>What is there at least: the log before the last checkpoint.</summary>
    public const int KeptOperations = OperationsOfRound;

    public override bool IsPruned => true;

    public override void Run()
    {
        OpsLogStore store = Open("first open", new OpsLogStoreOptions { HistoryRetention = new HistoryRetention(MaximumLogs: 1) });
        for (int round = 0; round < 4; round++)
        {
            for (int i = 0; i < OperationsOfRound; i++)
            {
                (string id, string json) = ($"id-{i}", $$"""{"round":{{round}}}""");
                Do($"set in round {round}", () => store.Set(id, json), s => s.Set(id, json));
            }

            Do($"checkpoint of round {round}", () => Assert.True(store.Compact().Taken));
        }

        Close("last close", store);
    }
}
