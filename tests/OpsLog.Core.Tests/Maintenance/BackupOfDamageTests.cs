using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>A damaged store is copied unchanged, and the damage is reported.</summary>
public sealed class BackupOfDamageTests
{
    private readonly MemoryBackend _disk = new();
    private readonly MemoryBackend _copy = new("copy");

    public BackupOfDamageTests()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        store.Set("a", """{"n":1}""");
        store.Set("b", """{"n":1}""");
        store.Set("old", """{"n":1}""");
        store.Archive(record => record.IdText == "old", "gone");
        store.Compact();
        store.Set("c", """{"n":1}""");
        store.Set("d", """{"n":1}""");
    }

    [Theory]
    [InlineData("ops/", true, FindingKind.LogDamage, 3L)]
    [InlineData("ops/", false, FindingKind.LogDamage, 4L)]
    [InlineData("snapshots/", true, FindingKind.WrongChecksum, null)]
    [InlineData("archive/", true, FindingKind.WrongChecksum, 4L)]
    public void A_flipped_bit_is_copied_along(string folder, bool last, FindingKind kind, long? records)
    {
        IReadOnlyList<StoredObject> files = _disk.List(folder);
        string name = files[last ? ^1 : 0].Name;
        byte[] content = _disk.Read(name)!.Content;

        // In a snapshot, a digit of a record, so that what is left is JSON.
        content[folder == "snapshots/" ? ^4 : content.Length / 3] ^= 4;
        _disk.Put(name, content, PutCondition.None);

        BackupResult result = StoreBackup.Run(_disk, _copy);
        AssertSame();
        Assert.Equal(records, result.Records);
        StoreFinding finding = result.Findings.First(finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal((kind, name), (finding.Kind, finding.File));
        Assert.Equal(StoreCheck.Run(_disk.Share()).Where(found => found.Kind != FindingKind.UnnamedSnapshot), result.Findings);
    }

    [Theory]
    [InlineData("ops/", true, null)]
    [InlineData("snapshots/", true, null)]
    [InlineData("archive/", true, 4L)]
    public void A_file_that_is_missing_is_missing_in_the_copy(string folder, bool last, long? records)
    {
        IReadOnlyList<StoredObject> files = _disk.List(folder);
        string name = files[last ? ^1 : 0].Name;
        _disk.Delete(name);
        BackupResult result = StoreBackup.Run(_disk, _copy);
        AssertSame();
        Assert.Equal(records, result.Records);
        Assert.Contains(result.Findings, finding => finding.Kind == FindingKind.FileMissing && finding.File == name);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{\"version\":1}")]
    [InlineData(null)]
    public void Without_a_manifest_that_can_be_used_everything_is_copied(string? manifest)
    {
        _disk.Delete("manifest.json");
        if (manifest is not null)
        {
            _disk.Put("manifest.json", System.Text.Encoding.UTF8.GetBytes(manifest), PutCondition.None);
        }

        _disk.Put("notes.txt", "no part of it"u8, PutCondition.None);
        BackupResult result = StoreBackup.Run(_disk, _copy);
        _disk.Delete("notes.txt");
        AssertSame(withOldSnapshot: true);
        Assert.Null(result.Records);
        Assert.Equal(
            manifest is null ? FindingKind.ManifestMissing : FindingKind.ManifestInvalid,
            result.Findings.First(finding => finding.Severity == FindingSeverity.Error).Kind);
        Assert.Throws<ManifestException>(() => OpsLogStore.Open(_copy));
    }

    [Fact]
    public void A_log_that_is_torn_in_the_midst_of_a_batch_is_copied_up_to_its_last_whole_step()
    {
        string name = _disk.List("ops/")[^1].Name;
        long whole = _disk.Find(name)!.Value.Length;
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share(), new() { Durability = Durability.OperatingSystem }))
        {
            store.Batch(batch =>
            {
                batch.Set("e", "{}");
                batch.Set("f", "{}");
                batch.Set("g", "{}");
            });
        }

        long full = _disk.Find(name)!.Value.Length;
        for (long length = full - 1; length > whole; length--)
        {
            using (IAppendLog log = _disk.OpenAppend(name))
            {
                log.Truncate(length);
            }

            MemoryBackend copy = new("copy");
            Assert.Empty(StoreBackup.Run(_disk, copy).Findings);
            Assert.Equal(whole, copy.Find(name)!.Value.Length);
        }
    }

    [Fact]
    public void A_log_that_is_damaged_where_the_snapshot_covers_it_is_copied_up_to_there_at_least()
    {
        MemoryBackend disk = new();
        using OpsLogStore a = OpsLogStore.Open(disk.Share(), new() { Agent = "a" });
        using OpsLogStore b = OpsLogStore.Open(disk.Share(), new() { Agent = "b" });
        a.Batch(batch =>
        {
            batch.Set("x", "{}");
            batch.Set("y", "{}");
        });
        b.Refresh();
        b.Compact();
        string log = a.GetStatistics().Log;
        byte[] content = disk.Read(log)!.Content;

        // Nothing of the batch's second line shows that it was part of a batch.
        int second = Array.IndexOf(content, (byte)'\n') + 1;
        content.AsSpan(second, content.Length - second - 1).Fill((byte)'#');
        disk.Put(log, content, PutCondition.None);

        StoreBackup.Run(disk, _copy);
        Assert.Equal(content, _copy.Read(log)!.Content);
        Assert.Equal(StoreText.Of(disk), StoreText.Of(_copy));
    }

    private void AssertSame(bool withOldSnapshot = false)
    {
        string old = withOldSnapshot ? "" : _disk.List("snapshots/")[0].Name;
        StoredObject[] expected = [.. _disk.List("").Where(stored => stored.Name != old || _copy.Find(old) is not null)];
        Assert.Equal(expected.Select(stored => stored.Name), _copy.List("").Select(stored => stored.Name));
        Assert.All(expected, stored => Assert.Equal(_disk.Read(stored.Name)!.Content, _copy.Read(stored.Name)!.Content));
    }
}
