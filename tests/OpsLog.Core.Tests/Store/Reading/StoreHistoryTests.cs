using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Reading;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store.Reading;

public class StoreHistoryTests
{
    private const string Kept = "ops/ops-1600000000000.jsonl";
    private const string Active = "ops/ops-1700000000000.jsonl";
    private const string Stray = "ops/ops-1800000000000.jsonl";
    private const string OfA = "ops/agent-a-1650000000000.jsonl";
    private const string OfB = "ops/agent-b-1650000000000.jsonl";

    private readonly MemoryBackend _disk = new();

    [Fact]
    public void The_active_log_is_read_to_the_given_end_and_kept_logs_to_theirs()
    {
        LogText active = new LogText().Add("c").Add("d");
        Put(Kept, new LogText().Add("a").Add("b"));
        Put(Active, active);
        Assert.Equal(["a", "b", "c"], Read(_disk, Active, active.Ends[0], isShared: false));
        Assert.Equal(["a", "b"], Read(_disk, Active, 0, isShared: false));
    }

    [Fact]
    public void A_log_that_no_manifest_has_named_yet_is_no_history()
    {
        Put(Active, new LogText());
        Put(Stray, new LogText().Add("stray"));
        Assert.Empty(Read(_disk, Active, 0, isShared: false));
    }

    [Fact]
    public void The_logs_of_agents_are_one_history_in_the_order_of_the_clock()
    {
        LogText own = new LogText().Add("a1", agent: "a", clock: 1).Add("a3", agent: "a", clock: 3).Add("a5", agent: "a", clock: 5);
        Put(Active, new LogText());
        Put(OfA, own);
        Put(OfB, new LogText().Add("b2", agent: "b", clock: 2).Add("b4", agent: "b", clock: 4));
        Assert.Equal(["a1", "b2", "a3", "b4"], Read(_disk, OfA, own.Ends[1], isShared: true));
    }

    [Fact]
    public void A_kept_log_that_is_pruned_meanwhile_is_passed_over()
    {
        LogText active = new LogText().Add("c");
        Put(Kept, new LogText().Add("a"));
        Put(Active, active);
        FaultyBackend view = new(_disk.Share()) { Before = (call, name) => _ = call == StorageCall.OpenRead && name == Kept && _disk.Delete(Kept) };
        Assert.Equal(["c"], Read(view, Active, active.Ends[0], isShared: false));
    }

    [Fact]
    public void The_active_log_is_never_passed_over()
    {
        Put(Kept, new LogText().Add("a"));
        Put(Active, new LogText().Add("c"));
        FaultyBackend view = new(_disk.Share()) { Before = (call, name) => _ = call == StorageCall.OpenRead && name == Active && _disk.Delete(Active) };
        Assert.Throws<ObjectNotFoundException>(() => Read(view, Active, 10, isShared: false));
    }

    private static List<string> Read(IStorageBackend backend, string active, long end, bool isShared) =>
        [.. StoreHistory.Read(backend, active, end, isShared, new OperationFilter()).Select(operation => operation.Id)];

    private void Put(string name, LogText log) => _disk.Put(name, log.ToArray(), PutCondition.None);
}
