using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Agents;

namespace OpsLog.Core.Tests.Store.Undo;

/// <summary>What undos in a row cost, by the bytes they read and not by the time.</summary>
public class UndoableStepsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void Undos_in_a_row_past_a_checkpoint_read_in_proportion_to_their_number(string? agent)
    {
        long few = BytesRead(agent, undos: 100);
        long many = BytesRead(agent, undos: 400);

        // Four times as many; where each read the inverses before it, it would be about sixteen times.
        Assert.True(many < few * 6, $"100 undos read {few:N0} bytes, 400 read {many:N0}.");
    }

    [Fact]
    public void A_step_written_in_between_is_the_next_one_to_undo()
    {
        using OpsLogStore store = OpsLogStore.Open(new MemoryBackend());
        store.Set("a", """{"n":1}""");
        store.Set("a", """{"n":2}""");
        store.Compact();
        Assert.Equal("a", Assert.Single(store.Undo()).Id);
        store.Set("b", "{}");
        Assert.Equal("b", Assert.Single(store.Undo()).Id);
        Assert.Equal("a", Assert.Single(store.Undo()).Id);
        Assert.Empty(store.State());
        Assert.Empty(store.Undo());
    }

    private static long BytesRead(string? agent, int undos)
    {
        CountingBackend counting = new(new MemoryBackend());
        using OpsLogStore store = OpsLogStore.Open(counting, new() { Agent = agent, Durability = Durability.OperatingSystem });

        // Logs that are much longer than the block that each search begins by reading.
        string text = new('x', 4000);
        using (DeferredWrites writes = store.DeferWrites())
        {
            for (int n = 0; n < undos; n++)
            {
                writes.Set($"id-{n}", $$"""{"text":"{{text}}","n":{{n}}}""");
            }
        }

        // An agent's compaction keeps its last few steps; behind the horizon it undoes what it wrote last itself.
        Assert.True(store.Compact().Taken);
        counting.Reset();
        for (int n = undos - 1; n >= 0; n--)
        {
            Assert.Equal($"id-{n}", Assert.Single(store.Undo()).Id);
        }

        Assert.Equal(0, store.Count);
        return counting.BytesRead;
    }
}
