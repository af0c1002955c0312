using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Opening;
using OpsLog.Core.Store.Roles;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store.Opening;

public class AgentOpeningTests
{
    private readonly MemoryBackend _disk = new();
    private readonly FaultyBackend _view;

    public AgentOpeningTests()
    {
        _view = new FaultyBackend(_disk.Share());
        FreshStore.ReadOrCreate(_disk, new OpsLogStoreOptions());
    }

    [Fact]
    public void Two_that_register_at_one_moment_are_both_in_the_manifest_with_one_log_each()
    {
        _view.Meanwhile(StorageCall.Put, StoreLayout.Manifest, () => OtherProcess.Register(_disk, "b"));
        using AgentRole role = Open();
        Assert.Equal(["a", "b"], ManifestFile.Read(_disk).Manifest.ActiveAgentOps.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(ManifestFile.Read(_disk).Manifest.ActiveAgentOps["a"], Assert.Single(StoreFiles.AgentLogs(_disk, "a")).Name);
        Assert.Equal(role.State.LogName, ManifestFile.Read(_disk).Manifest.ActiveAgentOps["a"]);
    }

    [Fact]
    public void One_that_is_in_the_manifest_already_goes_on_in_its_log()
    {
        string log = OtherProcess.Register(_disk, "a");
        using AgentRole role = Open();
        Assert.Equal(log, role.State.LogName);
        Assert.Single(StoreFiles.AgentLogs(_disk, "a"));
    }

    [Fact]
    public void An_id_that_differs_in_letter_case_alone_is_refused_and_leaves_no_log()
    {
        OtherProcess.Register(_disk, "A");
        Assert.Throws<InvalidNameException>(() => Open());
        Assert.Empty(StoreFiles.AgentLogs(_disk, "a"));
        Assert.Equal(0, _view.OpenHandles);
    }

    [Fact]
    public void A_compaction_while_it_loads_has_it_load_again_and_no_warning_is_of_the_first_time()
    {
        using OpsLogStore b = OpsLogStore.Open(_disk.Share(), new() { Agent = "b" });
        b.Set("x", "{}");
        string snapshot = ManifestFile.Read(_disk).Manifest.CurrentSnapshot;
        StoreContext context = OpeningTests.Context(_view);
        _view.Meanwhile(StorageCall.OpenRead, snapshot, () =>
        {
            context.Warnings.Add(new StoreWarning(StoreWarningKind.DoubtfulValue, "of the first time", snapshot));
            for (int n = 0; n < 2; n++)
            {
                b.Refresh();
                b.Set("x", "{}");
                b.Compact();
            }
        });
        using AgentRole role = (AgentRole)new AgentOpening(context, "a", default).Open();
        Assert.Null(_disk.Find(snapshot));
        Assert.True(role.State.Contains("x"u8));
        Assert.Equal(ManifestFile.Read(_disk).Manifest.CurrentSnapshot, role.State.Manifest.CurrentSnapshot);
        Assert.Empty(context.Warnings.ToList());
    }

    private AgentRole Open() => (AgentRole)new AgentOpening(OpeningTests.Context(_view), "a", default).Open();
}
