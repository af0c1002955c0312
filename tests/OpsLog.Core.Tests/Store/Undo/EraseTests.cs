using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store.Undo;

public class EraseTests
{
    private readonly MemoryBackend _disk = new();

    [Fact]
    public void With_nothing_to_undo_nothing_is_erased()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        Assert.Empty(store.Erase());
    }

    [Fact]
    public void An_undo_is_not_erased()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        store.Set("a", "{}");
        store.Set("b", "{}");
        store.Undo();
        Refused(store, "it undoes an earlier step");
        store.Set("c", "{}");
        store.Undo(store.GetOperationsNewestFirst().First().Step);
        Refused(store, "it undoes an earlier step");
    }

    [Fact]
    public void A_step_before_a_checkpoint_is_not_erased()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        store.Set("a", "{}");
        store.Compact();
        Refused(store, "a checkpoint has superseded");
        Assert.Equal("a", Assert.Single(store.Undo()).Id);
    }

    [Fact]
    public void An_agent_erases_nothing()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share(), new OpsLogStoreOptions { Agent = "a1" });
        store.Set("a", "{}");
        Refused(store, "only grows");
    }

    private static void Refused(OpsLogStore store, string reason)
    {
        (int records, long bytes) = (store.Count, store.GetStatistics().LogBytes);
        UndoException refused = Assert.Throws<UndoException>(() => store.Erase());
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains("can't be erased", refused.Message, StringComparison.Ordinal);
        Assert.Equal((records, bytes), (store.Count, store.GetStatistics().LogBytes));
    }
}
