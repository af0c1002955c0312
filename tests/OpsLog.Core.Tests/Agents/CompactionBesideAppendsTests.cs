using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Agents;

public sealed class CompactionBesideAppendsTests
{
    private const int Records = 20_000;
    private const int Appends = 1500;
    private static readonly OpsLogStoreOptions _quiet = new()
    {
        Durability = Durability.OperatingSystem, CheckpointThreshold = int.MaxValue, CheckpointOnClose = CheckpointOnClose.Never,
    };

    [Fact]
    public void Compacting_a_large_store_while_three_append_without_pause_loses_no_line()
    {
        using TemporaryDirectory directory = new();
        int running = 3;
        int compactions = 0;
        using (OpsLogStore compacting = OpsLogStore.Open(directory.Path, _quiet with { Agent = "compacting" }))
        {
            using (DeferredWrites writes = compacting.DeferWrites())
            {
                for (int n = 0; n < Records; n++)
                {
                    writes.Set($"large-{n}", """{"text":"some sixty bytes of a record, as they often are in such stores"}"""u8);
                }
            }

            RunThreads.AtOnce(4, number =>
            {
                if (number == 3)
                {
                    while (Volatile.Read(ref running) > 0)
                    {
                        compactions += compacting.Compact().Taken ? 1 : 0;
                    }

                    return;
                }

                try
                {
                    using OpsLogStore store = OpsLogStore.Open(directory.Path, _quiet with { Agent = $"appending-{number}" });
                    for (int n = 0; n < Appends; n++)
                    {
                        store.Set($"{number}-{n}", $$"""{"n":{{n}}}""");
                    }
                }
                finally
                {
                    Interlocked.Decrement(ref running);
                }
            });
            compacting.Refresh();
            Check(compacting);
        }

        Assert.True(compactions > 0, "No compaction came in between.");
        using OpsLogStore reader = OpsLogStore.Open(directory.Path, new() { ReadOnly = true });
        Check(reader);
        Assert.Equal(Records + (3 * Appends), reader.GetOperations().Count());
    }

    private static void Check(OpsLogStore store)
    {
        Assert.Equal(Records + (3 * Appends), store.Count);
        for (int n = 0; n < Appends; n++)
        {
            for (int number = 0; number < 3; number++)
            {
                Assert.Equal($$"""{"n":{{n}}}""", store.GetText($"{number}-{n}"));
            }
        }
    }
}
