using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Agents;

namespace OpsLog.Core.Tests.Store;

/// <summary>The figures of a store agree with one another at any moment: there are log bytes where there are operations.</summary>
public sealed class StatisticsTests
{
    private static readonly OpsLogStoreOptions s_a = new() { Agent = "a", Durability = Durability.OperatingSystem };

    [Theory]
    [InlineData("a")]
    [InlineData(null)]
    public void Asked_for_between_any_two_calls_of_a_refresh_they_agree(string? agent)
    {
        MemoryBackend disk = new();
        using OpsLogStore writer = OpsLogStore.Open(disk.Share(), agent is null ? new() : s_a with { Agent = "b" });
        int asked = 0;
        OpsLogStore? store = null;
        HookBackend view = new(
            disk.Share(),
            () =>
            {
                if (store is not null)
                {
                    asked++;
                    AssertAgree(store);
                }
            },
            readsToo: true);
        store = OpsLogStore.Open(view, s_a with { Agent = agent, ReadOnly = agent is null });
        using OpsLogStore toClose = store;
        for (int i = 0; i < 5; i++)
        {
            writer.Set("x", $$"""{"n":{{i}}}""");
            store.Refresh();
            Assert.Equal(i + 1, store.GetStatistics().OperationsSinceCheckpoint);
            AssertAgree(store);
        }

        if (agent is not null)
        {
            Assert.True(store.Compact().Taken);
        }

        Assert.True(asked > 20);
        store = null;
    }

    [Theory]
    [InlineData("a")]
    [InlineData(null)]
    public void Asked_for_beside_writes_and_undos_they_agree(string? agent)
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend(), s_a with { Agent = agent });
        bool ended = false;
        RunThreads.AtOnce(5, thread =>
        {
            if (thread == 0)
            {
                try
                {
                    WriteAndUndo(store);
                }
                finally
                {
                    Volatile.Write(ref ended, true);
                }
            }

            while (!Volatile.Read(ref ended))
            {
                AssertAgree(store);
            }
        });
    }

    private static void WriteAndUndo(OpsLogStore store)
    {
        for (int i = 1; i <= 5_000; i++)
        {
            store.Set("x", "{}");
            Assert.Single(store.Undo());
            if (i % 100 == 0)
            {
                store.Compact();
            }
        }
    }

    private static void AssertAgree(OpsLogStore store)
    {
        StoreStatistics figures = store.GetStatistics();
        Assert.True(
            figures.OperationsSinceCheckpoint == 0 == (figures.LogBytes == 0),
            $"{figures.OperationsSinceCheckpoint} operations in {figures.LogBytes} bytes");
    }
}
