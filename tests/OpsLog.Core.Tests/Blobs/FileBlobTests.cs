using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Storage.Files;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Blobs;

public sealed class FileBlobTests : BlobContractTests, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private protected override IStorageBackend Share() => new FileSystemBackend(_directory.Path);

    [Fact]
    public void A_store_without_blobs_has_no_folder_for_them()
    {
        using OpsLogStore store = OpsLogStore.Open(_directory.Path);
        Assert.Empty(store.GetBlobs());
        store.CheckBlobName("a");
        Assert.False(Directory.Exists(_directory["blobs"]));
        BlobInfo written = store.WriteBlob("a", "1");
        Assert.Equal(_directory["blobs/a"], written.Path);
        Assert.Equal(_directory.ModeOf("ops"), _directory.ModeOf("blobs"));
        Assert.Equal(["blobs/a"], _directory.Files.Where(file => file.StartsWith("blobs/", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_opening_removes_what_a_dead_process_left_also_in_folders_of_another_program()
    {
        OpsLogStore.Open(_directory.Path).Close();
        Directory.CreateDirectory(_directory["blobs/doc/deep"]);
        string dead = $"a.{int.MaxValue}-{FileLayout.Host}-00000001.tmp";
        string live = $"a.{Environment.ProcessId}-{FileLayout.Host}-00000001.tmp";
        foreach (string name in new[] { dead, live, "own.tmp" })
        {
            File.WriteAllText(_directory[$"blobs/{name}"], "x");
            File.WriteAllText(_directory[$"blobs/doc/deep/{name}"], "x");
        }

        Assert.Equal(
            new[] { $"blobs/{dead}", $"blobs/{live}", $"blobs/doc/deep/{dead}", $"blobs/doc/deep/{live}" }.Order(StringComparer.Ordinal),
            StoreCheck.Run(Share()).Where(finding => finding.Kind == FindingKind.UnfinishedFile).Select(finding => finding.File));
        using OpsLogStore store = OpsLogStore.Open(_directory.Path);
        Assert.Equal(["doc/deep/own.tmp", "own.tmp"], store.BlobNames());
        Assert.Equal([live], Directory.GetFiles(_directory["blobs"]).Select(Path.GetFileName).Except(["own.tmp"]));
        Assert.Equal([live], Directory.GetFiles(_directory["blobs/doc/deep"]).Select(Path.GetFileName).Except(["own.tmp"]));
    }

    [Fact]
    public void A_name_like_that_of_an_unfinished_file_is_refused()
    {
        using OpsLogStore store = OpsLogStore.Open(_directory.Path);
        Assert.Throws<InvalidNameException>(() => store.WriteBlob("a.1-0123abcd-0123abcd.tmp", "x"));
        Assert.Empty(store.GetBlobs());
    }

    [Fact]
    public void The_check_reads_each_of_them_and_finds_nothing_wrong()
    {
        using (OpsLogStore store = OpsLogStore.Open(_directory.Path))
        {
            store.WriteBlob("a", new MemoryStream(new byte[3_000_000]));
            store.WriteBlob("b", "1");
        }

        Directory.CreateDirectory(_directory["blobs/doc"]);
        File.WriteAllText(_directory["blobs/doc/my file"], "x");
        List<StoreCheckProgress> progress = [];
        Assert.Empty(StoreCheck.Run(Share(), new Collector(progress)));
        Assert.Contains(progress, step => step.File == "blobs/a");
        Assert.Equal(progress[^1].TotalBytes, progress[^1].BytesRead);
        Assert.True(progress[^1].TotalBytes > 3_000_000);
    }

    [SystemTheory(notUnderWine: "has no symbolic links")]
    [InlineData("link")]
    [InlineData("doc/link")]
    public void What_is_not_a_file_is_reported(string name)
    {
        OpsLogStore.Open(_directory.Path).Close();
        Directory.CreateDirectory(_directory["blobs/doc"]);
        File.CreateSymbolicLink(_directory[$"blobs/{name}"], _directory["nowhere"]);
        Assert.Equal($"Warning Unreadable blobs/{name}:0:0", string.Join('\n', StoreCheck.Run(Share()).Select(Findings.Text)).Split(" It is")[0]);
    }

    [SystemFact(notOnWindows: "does not have such names")]
    public void A_name_that_the_store_can_not_read_is_reported()
    {
        OpsLogStore.Open(_directory.Path).Close();
        Directory.CreateDirectory(_directory["blobs"]);
        File.WriteAllText(_directory["blobs/a:b"], "x");
        File.WriteAllText(_directory["blobs/what?"], "x");
        Assert.Equal(
            [("blobs/what?", FindingKind.UnknownFile), ("blobs/a:b", FindingKind.UnknownFile)],
            StoreCheck.Run(Share()).Select(finding => (finding.File, finding.Kind)));
        using OpsLogStore store = OpsLogStore.Open(_directory.Path);
        Assert.Empty(store.GetBlobs());
    }

    private sealed class Collector(List<StoreCheckProgress> reports) : IProgress<StoreCheckProgress>
    {
        public void Report(StoreCheckProgress value) => reports.Add(value);
    }
}
