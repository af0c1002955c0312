using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_active_log_that_is_missing_although_the_manifest_names_it_is_an_error(bool isShared)
    {
        Put(Kept, new LogText().Add("a"));
        Manifest(Active, isShared);
        LogMissingException refused = Assert.Throws<LogMissingException>(() => Read(_disk, Active, 10, isShared));
        Assert.EndsWith(Active, refused.Path, StringComparison.Ordinal);
    }

    /// <summary>Whether it was removed before the call or while the logs before it were read.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_place_of_an_active_log_that_was_removed_come_the_logs_behind_it(bool atOnce)
    {
        Put(Kept, new LogText().Add("a"));
        if (!atOnce)
        {
            Put(Active, new LogText().Add("b"));
        }

        FaultyBackend view = new(_disk.Share());
        view.Meanwhile(StorageCall.OpenRead, Active, () =>
        {
            _disk.Delete(Active);
            Put("ops/ops-1750000000000.jsonl", new LogText().Add("c"));
            Put(Stray, new LogText().Add("d").Add("e"));
            Put("ops/ops-1900000000000.jsonl", new LogText().Add("behind the manifest"));
            Manifest(Stray, isShared: false);
        });
        Assert.Equal(["a", "c", "d", "e"], Read(view, Active, 10, isShared: false));
    }

    [Fact]
    public void In_place_of_an_active_log_that_was_removed_come_the_logs_of_agents_by_their_clocks()
    {
        Put(OfA, new LogText().Add("a2", agent: "a", clock: 2).Add("a4", agent: "a", clock: 4));
        Put(OfB, new LogText().Add("b3", agent: "b", clock: 3));
        Manifest(OfA, isShared: true);
        Assert.Equal(["a2", "b3", "a4"], Read(_disk, "ops/agent-b-1600000000000.jsonl", 10, isShared: true));
        Assert.Equal(["a2", "b3", "a4"], Read(_disk, "ops/ops-1600000000000.jsonl", 10, isShared: false));
    }

    [Fact]
    public void Where_the_store_was_deleted_the_error_says_so()
    {
        Assert.Throws<StoreNotFoundException>(() => Read(_disk, Active, 10, isShared: false));
    }

    private static List<string> Read(IStorageBackend backend, string active, long end, bool isShared) =>
        [.. StoreHistory.Read(backend, active, end, isShared, new OperationFilter()).Select(operation => operation.Id)];

    private void Manifest(string active, bool isShared) => _disk.Put(
        StoreLayout.Manifest,
        ManifestCodec.Write(new Manifest
        {
            Version = 1,
            CurrentSnapshot = "snapshots/snap-1600000000000.jsonl",
            ActiveOps = active,
            ActiveAgentOps = isShared ? new Dictionary<string, string> { ["a"] = OfA, ["b"] = OfB } : [],
            Stats = new ManifestStats(0, 0, 0, "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"),
        }),
        PutCondition.None);

    private void Put(string name, LogText log) => _disk.Put(name, log.ToArray(), PutCondition.None);
}
