using System.Text;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

/// <summary>What an archive or restore leaves that was killed, and what the next opening, checkpoint or restore makes of that.</summary>
public sealed class SegmentRecoveryTests
{
    private const string Value = """{"m":[1,2],"n":1}""";

    private static readonly string[] s_ids = ["a", "b", "c", "d", "e"];

    private readonly MemoryBackend _disk = new();

    /// <summary>The steps of archives, restores and their undos, each storage call of them a kill.</summary>
    [Theory]
    [InlineData(null, null)]
    [InlineData("a", null)]
    [InlineData(null, "b")]
    [InlineData("a", "b")]
    public void After_a_kill_at_any_storage_call_an_opening_repairs_the_segments_their_count_and_the_files(string? agent, string? next)
    {
        List<(string Where, MemoryBackend Disk)> images = Kills(agent);
        Assert.InRange(images.Count, 60, 1000);
        int repaired = 0;
        foreach ((string where, MemoryBackend image) in images)
        {
            foreach (MemoryBackend lost in (MemoryBackend[])[image.Clone(), image.Crash()])
            {
                string before = Archive(lost);
                using (OpsLogStore opened = OpsLogStore.Open(lost.Share(), new() { Agent = next }))
                {
                    AssertConsistent(opened, lost, where);
                    repaired += Archive(lost) == before ? 0 : 1;
                    IEnumerable<string> found = opened.StateById().Keys.Concat(opened.GetSegmentNames().SelectMany(name => opened.SegmentById(name).Keys));
                    Assert.Equal(s_ids, found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
                    foreach (string segment in opened.GetSegmentNames())
                    {
                        opened.Restore(_ => true, segment, replace: true);
                    }

                    AssertConsistent(opened, lost, where);
                    Assert.Equal(s_ids, opened.StateById().Keys);
                    Assert.Empty(opened.GetSegmentNames());
                    Assert.Equal(0, opened.GetStatistics().ArchivedRecords);
                    Assert.DoesNotContain(opened.Warnings, warning => warning.Kind != StoreWarningKind.TornTail);
                }

                Assert.Empty(lost.List(StoreLayout.ArchiveFolder));
                Assert.Equal("", Findings.Of(lost.Share(), FindingSeverity.Warning));
            }
        }

        Assert.InRange(repaired, 10, images.Count);
    }

    /// <summary>An agent that was open all the time opens nothing, so its checkpoint and its restore repair it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_another_agent_left_is_repaired_by_a_checkpoint_and_by_a_restore(bool compacts)
    {
        using OpsLogStore own = RestoreSamples.Archived(_disk.Share(), new() { Agent = "a" });
        own.Set("x", Value);
        own.Archive(record => record.IdText == "x", "t");
        ManifestFile before = ManifestFile.Read(_disk);
        Rewrite("s", []);
        if (compacts)
        {
            own.Set("y", Value);
            own.Compact();
        }
        else
        {
            own.Restore(_ => false, "t");
        }

        Assert.Equal(["archive/archive-s.json", "archive/archive-t.json"], before.Manifest.ArchiveSegments);
        AssertConsistent(own, _disk, "the end");
        Assert.Equal(["t"], own.GetSegmentNames());
        Assert.Equal(1, own.GetStatistics().ArchivedRecords);
    }

    [Fact]
    public void While_another_agent_archives_an_opening_leaves_the_segments_alone()
    {
        RestoreSamples.Archived(_disk.Share(), new() { Agent = "a" }).Close();
        Rewrite("s", []);
        FaultyBackend view = new(_disk.Share());
        string before = Archive(_disk);
        using (_disk.Share().TryLock(StoreLayout.CompactionLock, []).Lock)
        {
            using OpsLogStore opened = OpsLogStore.Open(view, new() { Agent = "b" });
            Assert.Equal(before, Archive(_disk));
        }

        OpsLogStore.Open(_disk.Share(), new() { Agent = "b" }).Close();
        Assert.NotEqual(before, Archive(_disk));
    }

    [Fact]
    public void An_empty_segment_that_an_earlier_version_left_goes_too_and_with_the_last_one_the_count()
    {
        RestoreSamples.Archived(_disk.Share()).Close();
        Rewrite("s", []);
        Put(manifest => manifest with { SegmentSizes = Manifest.NoSizes });
        using OpsLogStore opened = OpsLogStore.Open(_disk.Share());
        Assert.Equal((0, 0), (opened.GetSegmentNames().Count, opened.GetStatistics().ArchivedRecords));
        Assert.Empty(_disk.List(StoreLayout.ArchiveFolder));
    }

    /// <summary>It may be what an older manifest, put back by mistake, does not name.</summary>
    [Theory]
    [InlineData("not active", "other", Value, false)]
    [InlineData("active with another value", "x", "{}", false)]
    [InlineData("no record", "x", "1", false)]
    [InlineData("active with an equal value", "x", """{"n":1,"m":[1,2]}""", true)]
    public void A_segment_that_the_manifest_does_not_name_is_deleted_only_if_its_records_are_active(string why, string id, string value, bool goes)
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share()))
        {
            store.Set("x", Value);
        }

        RestoreSamples.PutSegment(_disk, "u", $$"""{"{{id}}":{{value}}}""");
        string version = ManifestFile.Read(_disk).Version;
        OpsLogStore.Open(_disk.Share()).Close();
        Assert.True(goes == (_disk.Find("archive/archive-u.json") is null), why);

        // A put whose outcome is unknown has no effect behind another one, and can't name the file any more.
        Assert.Equal(goes, ManifestFile.Read(_disk).Version != version);
    }

    [Fact]
    public void Beside_a_log_that_the_manifest_does_not_name_no_segment_is_deleted()
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share()))
        {
            store.Set("x", Value);
        }

        RestoreSamples.PutSegment(_disk, "u", $$"""{"x":{{Value}}}""");
        _disk.Put("ops/ops-4000000000000.jsonl", "{}\n"u8, PutCondition.None);
        OpsLogStore.Open(_disk.Share()).Close();
        Assert.NotNull(_disk.Find("archive/archive-u.json"));
        _disk.Delete("ops/ops-4000000000000.jsonl");
        OpsLogStore.Open(_disk.Share()).Close();
        Assert.Null(_disk.Find("archive/archive-u.json"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    public void A_segment_that_cant_be_read_stays_and_does_not_prevent_the_opening(string content)
    {
        RestoreSamples.Archived(_disk.Share()).Close();
        _disk.Put("archive/archive-s.json", Encoding.UTF8.GetBytes(content), PutCondition.None);
        _disk.Put("archive/archive-u.json", Encoding.UTF8.GetBytes(content), PutCondition.None);
        using OpsLogStore opened = OpsLogStore.Open(_disk.Share());
        Assert.Equal(["s"], opened.GetSegmentNames());
        Assert.Equal(3, opened.GetStatistics().ArchivedRecords);
        Assert.Equal(2, _disk.List(StoreLayout.ArchiveFolder).Count);
    }

    [Fact]
    public void Without_anything_to_repair_an_opening_puts_no_manifest_and_reads_no_segment()
    {
        RestoreSamples.Archived(_disk.Share()).Close();
        FaultyBackend view = new(_disk.Share());
        view.Before = (call, name) => Assert.False(name.StartsWith(StoreLayout.ArchiveFolder, StringComparison.Ordinal) && call is StorageCall.OpenRead or StorageCall.Delete, $"{call} {name}");
        string version = ManifestFile.Read(_disk).Version;
        OpsLogStore.Open(view).Close();
        Assert.Equal(version, ManifestFile.Read(_disk).Version);
    }

    /// <summary>The disk before each storage call of a run with every kind of move.</summary>
    private static List<(string Where, MemoryBackend Disk)> Kills(string? agent)
    {
        MemoryBackend disk = new();
        FaultyBackend view = new(disk.Share());
        List<(string Where, MemoryBackend Disk)> images = [];
        using OpsLogStore store = RestoreSamples.Archived(view, new() { Agent = agent });
        store.Set("d", Value);
        store.Set("e", Value);
        store.Flush();
        view.Before = (call, name) => images.Add(($"{call} {name}", disk.Clone()));
        store.Archive(record => record.IdText == "d", "s");
        store.Archive(record => record.IdText == "e", "t");
        store.Undo();
        store.Archive(record => record.IdText == "e", "t");
        store.Set("d", """{"n":2}""");
        store.Archive(record => record.IdText == "d", "s");
        store.Undo();
        store.Restore(_ => true, "t");
        store.Undo();
        store.Restore(_ => true, "t");
        store.Restore(record => record.IdText == "a", "s");
        store.Undo();
        store.Restore(_ => true, "s", replace: true);
        store.Undo();
        images.Add(("the end", disk.Clone()));
        view.Before = (_, _) => { };
        return images;
    }

    /// <summary>The list, the sizes and the count in the manifest are what the files are, and there is no other file.</summary>
    private static void AssertConsistent(OpsLogStore opened, MemoryBackend disk, string where)
    {
        Manifest manifest = ManifestFile.Read(disk).Manifest;
        Dictionary<string, SegmentSize> sizes = opened.GetSegments().ToDictionary(
            segment => StoreLayout.Segment(segment.Segment), segment => new SegmentSize(segment.Records, segment.Bytes), StringComparer.Ordinal);
        Assert.True(
            sizes.Keys.Order(StringComparer.Ordinal).SequenceEqual(disk.List(StoreLayout.ArchiveFolder).Select(stored => stored.Name)),
            $"before {where}: the manifest names {string.Join(' ', sizes.Keys)}, and there are {string.Join(' ', disk.List(StoreLayout.ArchiveFolder).Select(stored => stored.Name))}");
        Assert.True(sizes.Values.Sum(size => size.Records) == manifest.Stats.ArchivedRecords, $"before {where}: {manifest.Stats.ArchivedRecords} records are counted");
        Assert.True(sizes.Count == manifest.SegmentSizes.Count && sizes.All(entry => manifest.SegmentSizes.GetValueOrDefault(entry.Key) == entry.Value), $"before {where}: the sizes differ");
        Assert.DoesNotContain(sizes.Values, size => size.Records == 0);
        Assert.Equal(manifest.Stats.ArchivedRecords, opened.GetStatistics().ArchivedRecords);
    }

    /// <summary>What the manifest says of the archive, and the files, as text.</summary>
    private static string Archive(MemoryBackend disk)
    {
        Manifest manifest = ManifestFile.Read(disk).Manifest;
        return $"{string.Join(' ', manifest.ArchiveSegments)} {manifest.Stats.ArchivedRecords} {string.Join(' ', disk.List(StoreLayout.ArchiveFolder))}";
    }

    /// <summary>Puts a segment as this engine writes it, and not the manifest.</summary>
    private void Rewrite(string segment, string[] ids)
    {
        using Core.Store.Segments.SegmentWriter writer = new(_disk, segment);
        foreach (string id in ids)
        {
            writer.Add(Encoding.UTF8.GetBytes(id), Encoding.UTF8.GetBytes(Value));
        }

        writer.Complete();
    }

    private void Put(Func<Manifest, Manifest> change)
    {
        ManifestFile before = ManifestFile.Read(_disk);
        Assert.True(ManifestFile.TryPut(_disk, change(before.Manifest), before.Version, out _));
    }
}
