using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Tests.Store.Files;

public sealed class StoreFilesTests
{
    /// <summary>In the year 2100, so that the clock of the computer has been set back for every name.</summary>
    private const long Late = 4_102_444_800_000;

    private readonly MemoryBackend _disk = new();

    public enum Newest
    {
        Snapshot,
        WriterLog,
        AgentLog,
    }

    [Theory]
    [InlineData(Newest.Snapshot)]
    [InlineData(Newest.WriterLog)]
    [InlineData(Newest.AgentLog)]
    public void A_new_name_is_later_than_each_that_the_manifest_names_though_the_clock_was_set_back(Newest newest)
    {
        FreshStore.ReadOrCreate(_disk, new OpsLogStoreOptions());
        OtherProcess.PutManifest(_disk, manifest => newest switch
        {
            Newest.Snapshot => manifest with { CurrentSnapshot = StoreLayout.Snapshot(Late, 3) },
            Newest.WriterLog => manifest with { ActiveOps = StoreLayout.WriterLog(Late, 3) },
            _ => manifest with { ActiveAgentOps = new Dictionary<string, string> { ["b"] = StoreLayout.AgentLog("b", Late, 3) } },
        });
        Manifest manifest = ManifestFile.Read(_disk).Manifest;

        Assert.Equal(StoreLayout.WriterLog(Late, 4), StoreFiles.NextLog(_disk, manifest));
        Assert.Equal(StoreLayout.AgentLog("a", Late, 4), StoreFiles.NextAgentLog(_disk, "a", manifest));
        Assert.Equal(StoreLayout.Snapshot(Late, 4), StoreFiles.WriteSnapshot(_disk, manifest, new SnapshotHeader(1, ""), new RecordTable().Freeze()).Name);
    }

    [Fact]
    public void A_new_name_for_a_log_of_an_agent_is_later_than_its_logs_that_no_manifest_names()
    {
        FreshStore.ReadOrCreate(_disk, new OpsLogStoreOptions());
        _disk.OpenAppend(StoreLayout.AgentLog("a", Late, 3)).Dispose();
        Assert.Equal(StoreLayout.AgentLog("a", Late, 4), StoreFiles.NextAgentLog(_disk, "a", ManifestFile.Read(_disk).Manifest));
    }

    /// <summary>Most turns take less than a millisecond, so names with the time alone come again.</summary>
    [Fact]
    public void The_name_of_a_log_that_was_deleted_is_not_given_again()
    {
        OpsLogStoreOptions options = new() { HistoryRetention = new HistoryRetention(MaximumLogs: 0) };
        using OpsLogStore other = OpsLogStore.Open(_disk.Share(), options with { Agent = "b" });
        HashSet<string> names = [];
        for (int turn = 0; turn < 1_000; turn++)
        {
            OpsLogStore.Open(_disk.Share(), options with { Agent = "a" }).Close();
            string log = Assert.Single(StoreFiles.AgentLogs(_disk, "a")).Name;
            Assert.True(names.Add(log), $"turn {turn}: {log} is given again");
            other.Refresh();
            other.Set("x", "{}");
            other.Compact();
            Assert.Empty(StoreFiles.AgentLogs(_disk, "a"));
        }
    }
}
