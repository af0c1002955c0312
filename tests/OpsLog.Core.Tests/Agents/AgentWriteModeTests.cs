using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Agents;

/// <summary>Agents have the write modes of a single writer. The npm package's agents write at once whatever they ask for.</summary>
public sealed class AgentWriteModeTests
{
    private static readonly OpsLogStoreOptions _a = new()
    {
        Agent = "a",
        Durability = Durability.OperatingSystem,
        WriteMode = WriteMode.Async,
        GroupDelay = TimeSpan.FromHours(1),
    };

    private static readonly OpsLogStoreOptions _b = _a with { Agent = "b", WriteMode = WriteMode.Immediate };

    [Fact]
    public void With_Async_others_see_a_write_once_it_is_flushed()
    {
        MemoryBackend disk = new();
        using OpsLogStore a = OpsLogStore.Open(disk.Share(), _a);
        using OpsLogStore b = OpsLogStore.Open(disk.Share(), _b);
        a.Set("x", """{"n":1}""");
        Assert.Equal("""{"n":1}""", a.GetText("x"));
        Assert.Equal(0, b.Refresh());
        a.Flush();
        Assert.Equal(1, b.Refresh());
        Assert.Equal("""{"n":1}""", b.GetText("x"));
    }

    [Fact]
    public void With_Group_others_see_a_write_when_the_call_has_returned()
    {
        MemoryBackend disk = new();
        using OpsLogStore a = OpsLogStore.Open(disk.Share(), _a with { WriteMode = WriteMode.Group, GroupDelay = TimeSpan.FromMilliseconds(1) });
        using OpsLogStore b = OpsLogStore.Open(disk.Share(), _b);
        a.Set("x", """{"n":1}""");
        Assert.Equal(1, b.Refresh());
    }

    [Fact]
    public void With_Async_a_kill_takes_what_was_not_flushed_and_nothing_else()
    {
        MemoryBackend disk = new();
        MemoryBackend view = disk.Share();
        OpsLogStore a = OpsLogStore.Open(view, _a);
        a.Set("flushed", "{}");
        a.Flush();
        a.Set("lost", "{}");
        view.Kill();
        using OpsLogStore again = OpsLogStore.Open(disk.Share(), _a);
        Assert.Equal(["flushed"], again.StateById().Keys);
        Assert.Empty(again.Warnings);
    }

    [Fact]
    public void With_Async_nothing_is_lost_that_waits_while_another_compacts_and_at_an_undo_an_archive_and_the_close()
    {
        MemoryBackend disk = new();
        using (OpsLogStore a = OpsLogStore.Open(disk.Share(), _a))
        using (OpsLogStore b = OpsLogStore.Open(disk.Share(), _b))
        {
            a.Set("waiting", """{"n":1}""");
            b.Set("by-b", """{"n":2}""");
            Assert.True(b.Compact().Taken);
            a.Set("undone", "{}");
            Assert.Single(a.Undo());
            a.Set("archived", "{}");
            Assert.Equal(1, a.Archive(record => record.IdText == "archived", "s").Records);
            a.Batch(batch =>
            {
                batch.Set("one", "{}");
                batch.Set("two", "{}");
            });
        }

        using OpsLogStore reader = OpsLogStore.Open(disk.Share(), new() { ReadOnly = true, Strict = true });
        Assert.Equal(["by-b", "one", "two", "waiting"], reader.StateById().Keys);
        Assert.Equal(["archived"], reader.SegmentById("s").Keys);
        Assert.Empty(reader.Warnings);
    }
}
