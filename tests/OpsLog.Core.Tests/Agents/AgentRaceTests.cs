using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Agents;

/// <summary>What happens between agents at awkward moments, each case in its shortest form.</summary>
public sealed class AgentRaceTests
{
    private static readonly OpsLogStoreOptions _a = new() { Agent = "a", Durability = Durability.OperatingSystem };
    private static readonly OpsLogStoreOptions _b = _a with { Agent = "b" };

    [Fact]
    public void An_agent_that_is_refused_does_not_get_in_the_way_of_the_single_writer()
    {
        MemoryBackend disk = new();
        using (OpsLogStore writer = OpsLogStore.Open(disk.Share()))
        {
            writer.Set("x", """{"n":1}""");
            string manifest = Convert.ToHexString(disk.Read("manifest.json")!.Content);
            Assert.Throws<StoreLockedException>(() => OpsLogStore.Open(disk.Share(), _a));
            Assert.Equal(manifest, Convert.ToHexString(disk.Read("manifest.json")!.Content));
            Assert.True(writer.Compact().Taken);
        }

        using OpsLogStore agent = OpsLogStore.Open(disk.Share(), _a);
        Assert.Equal("""{"n":1}""", agent.GetText("x"));
    }

    /// <summary>The writer comes between the agent's two looks for one, so that the agent is registered and then refused.</summary>
    [Fact]
    public void A_writer_that_did_not_see_an_agent_come_goes_on_when_that_is_refused()
    {
        MemoryBackend disk = new();
        OpsLogStore.Open(disk.Share()).Dispose();
        for (int at = 1; at < 20; at++)
        {
            OpsLogStore? writer = null;
            int calls = 0;
            HookBackend view = new(disk.Share(), () =>
            {
                if (++calls == at)
                {
                    writer = OpsLogStore.Open(disk.Share());
                }
            });
            Exception? refusal = Record.Exception(() => OpsLogStore.Open(view, _a with { Agent = $"late-{at}" }).Dispose());
            Assert.True(refusal is null or StoreLockedException, $"call {at}: {refusal}");
            if (writer is not null)
            {
                writer.Set("x", $$"""{"at":{{at}}}""");
                Assert.True(writer.Compact().Taken);
                writer.Dispose();
            }
        }

        using OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true });
        Assert.NotNull(reader.GetText("x"));
    }

    [Fact]
    public void A_power_cut_that_takes_what_a_snapshot_covers_loses_nothing_and_the_store_opens()
    {
        MemoryBackend disk = new();
        OpsLogStore a = OpsLogStore.Open(disk.Share(), _a);
        OpsLogStore b = OpsLogStore.Open(disk.Share(), _b);
        a.Set("x", """{"n":1}""");
        a.Set("y", """{"n":2}""");
        Assert.True(b.Compact().Taken);

        disk = disk.Crash();
        using (OpsLogStore again = OpsLogStore.Open(disk.Share(), _a))
        {
            Assert.Equal("""{"n":2}""", again.GetText("y"));
            again.Set("z", """{"n":3}""");
        }

        using OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true });
        Assert.Equal(["x", "y", "z"], reader.StateById().Keys);
        Assert.Equal(["x", "y", "z"], reader.GetOperations().Select(operation => operation.Id).Order());
    }

    [Fact]
    public void The_clock_is_not_behind_what_a_refresh_that_failed_has_taken_in()
    {
        MemoryBackend disk = new();
        FaultyBackend view = new(disk.Share());
        using OpsLogStore b = OpsLogStore.Open(disk.Share(), _b);
        using OpsLogStore c = OpsLogStore.Open(disk.Share(), _b with { Agent = "c" });
        using OpsLogStore a = OpsLogStore.Open(view, _a);
        for (int n = 0; n < 20; n++)
        {
            b.Set("x", $$"""{"b":{{n}}}""");
            c.Set("y", $$"""{"c":{{n}}}""");
        }

        // One log is read, the next is not.
        view.Fail(StorageCall.OpenRead, nth: 2);
        Assert.Throws<StorageException>(() => a.Refresh());
        foreach (string id in (string[])["x", "y"])
        {
            a.Set(id, """{"a":1}""");
            Assert.True(a.GetText(id) == """{"a":1}""" || !a.Contains(id), $"{id} is {a.GetText(id)} right after it was set.");
        }
    }

    /// <summary>Others may have read what a failed flush leaves unacknowledged, so it may not be cut off under them.</summary>
    [Fact]
    public void A_write_that_failed_after_others_read_it_does_not_break_their_offsets()
    {
        MemoryBackend disk = new();
        OpsLogStore? b = null;
        FaultyBackend view = new(new HookBackend(disk.Share(), () => b?.Refresh()));
        OpsLogStore a = OpsLogStore.Open(view, _a with { Durability = Durability.Disk });
        b = OpsLogStore.Open(disk.Share(), _b);
        a.Set("x", """{"n":1}""");
        view.Fail(StorageCall.Flush);
        Assert.Throws<StoreFailedException>(() => a.Set("x", """{"n":2}"""));
        Assert.Equal("""{"n":1}""", a.GetText("x"));
        b.Refresh();
        b.Set("y", """{"n":3}""");
        Assert.Equal(0, b.Refresh());
        a.Dispose();
        Assert.True(b.Compact().Taken);
        b.Dispose();

        using OpsLogStore again = OpsLogStore.Open(disk.Share(), _a);
        using OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true });
        Assert.Equal(again.StateById(), reader.StateById());
        Assert.Equal("""{"n":3}""", again.GetText("y"));
    }

    [Fact]
    public void A_reader_that_opens_the_store_while_it_is_created_gets_no_damage_warning()
    {
        for (int at = 1; at < 8; at++)
        {
            MemoryBackend disk = new();
            int calls = 0;
            HookBackend view = new(disk.Share(), () =>
            {
                if (++calls == at)
                {
                    using OpsLogStore a = OpsLogStore.Open(disk.Share(), _a);
                    a.Set("x", """{"n":1}""");
                }
            });
            Exception? refusal = Record.Exception(() => OpsLogStore.Open(view, new() { ReadOnly = true }).Dispose());
            Assert.True(refusal is null or StoreNotFoundException, $"call {at}: {refusal}");
        }
    }

    [Fact]
    public void A_refresh_passes_over_a_log_that_was_retired_and_pruned_meanwhile()
    {
        for (int at = 1; at < 12; at++)
        {
            MemoryBackend disk = new();
            OpsLogStore b = OpsLogStore.Open(disk.Share(), _b);
            int calls = int.MinValue;
            HookBackend view = new(disk.Share(), () =>
            {
                if (++calls == at)
                {
                    using OpsLogStore c = OpsLogStore.Open(disk.Share(), _b with { Agent = "c", HistoryRetention = new HistoryRetention(MaximumLogs: 1) });
                    c.Set("y", """{"n":2}""");
                    c.Compact();
                    c.Set("y", """{"n":3}""");
                    c.Compact();
                }
            });
            using OpsLogStore a = OpsLogStore.Open(view, _a);
            b.Set("x", """{"n":1}""");
            b.Dispose();
            calls = 0;
            a.Refresh();
            calls = int.MinValue;
            a.Refresh();
            Assert.Equal("""{"n":1}""", a.GetText("x"));
        }
    }
}
