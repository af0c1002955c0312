using System.Text;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

/// <summary>No manifest of a store is ever the same bytes as an earlier one, so its version does not repeat either.</summary>
public sealed class ManifestRevisionTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public void An_archive_that_is_undone_and_done_again_gives_another_manifest_each_time(string? agent)
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { Agent = agent });
        store.Set("x", """{"n":1}""");
        HashSet<string> seen = [Text(disk)];
        for (int i = 0; i < 5; i++)
        {
            store.Archive(_ => true, "old");
            Assert.True(seen.Add(Text(disk)));
            Assert.Single(store.Undo());
            Assert.True(seen.Add(Text(disk)));
        }
    }

    /// <summary>The npm package's compaction drops the key; counting from 1 again would lead to what was there before.</summary>
    [Theory]
    [InlineData(4, 3, 5)]
    [InlineData(4, 9, 9)]
    [InlineData(0, 9, 9)]
    [InlineData(0, -1, 1)]
    [InlineData(Manifest.LargestRevision, 9, 9)]
    public void The_revision_is_one_more_or_the_time_where_that_is_more(long before, long unixMs, long expected)
    {
        Manifest manifest = new()
        {
            Version = 1,
            CurrentSnapshot = "snapshots/snap-1.jsonl",
            ActiveOps = "ops/ops-1.jsonl",
            Stats = new ManifestStats(0, 0, 0, "", ""),
            Revision = before,
        };
        Assert.Equal(expected, manifest.AtNextRevision(unixMs).Revision);
    }

    private static string Text(MemoryBackend disk) => Encoding.UTF8.GetString(disk.Read("manifest.json")!.Content);
}
