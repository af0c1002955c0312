using OpsLog.Core.Maintenance;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Maintenance;

public sealed class IndexCheckTests
{
    private readonly MemoryBackend _disk = new();
    private readonly string[] _indexes;

    public IndexCheckTests()
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk, new OpsLogStoreOptions { SnapshotIndexFrom = -1 }))
        {
            for (int i = 0; i < 3000; i++)
            {
                store.Set($"id{i}", $$"""{"n":{{i}},"text":"{{new string('x', 100)}}"}""");
            }

            store.Compact();
        }

        Manifest manifest = ManifestCodec.Read(_disk.Read(StoreLayout.Manifest)!.Content, StoreLayout.Manifest);
        _indexes =
        [
            StoreLayout.Index(manifest.CurrentSnapshot),
            .. _disk.List(StoreLayout.LogFolder).Select(stored => stored.Name).Where(name => StoreLayout.ParseIndex(name) is not null),
        ];
    }

    [Fact]
    public void An_intact_index_is_no_finding()
    {
        Assert.Equal(2, _indexes.Length);
        Assert.NotNull(_disk.Find(_indexes[0]));
        Assert.Empty(StoreCheck.Run(_disk));
    }

    [Fact]
    public void Every_flipped_bit_is_information_and_nothing_else_is() => Seed.Run(random =>
    {
        foreach (string name in _indexes)
        {
            byte[] intact = _disk.Read(name)!.Content;
            for (int i = 0; i < 60; i++)
            {
                byte[] flipped = [.. intact];
                int at = i < 40 ? i : random.Next(flipped.Length);
                flipped[at] ^= (byte)(1 << random.Next(8));
                AssertFinding(name, flipped);
            }

            AssertFinding(name, Array.Empty<byte>());
            AssertFinding(name, intact[..^1]);
            AssertFinding(name, intact.Append((byte)0).ToArray());
            _disk.Put(name, intact, PutCondition.None);
        }
    });

    /// <summary>The index of the snapshot before the current one is never read.</summary>
    [Fact]
    public void The_index_of_a_superseded_snapshot_is_not_examined()
    {
        string old = _indexes[0];
        using (OpsLogStore store = OpsLogStore.Open(_disk, new OpsLogStoreOptions { SnapshotIndexFrom = -1 }))
        {
            store.Set("x", "{}");
            store.Compact();
        }

        Assert.NotNull(_disk.Find(old));
        _disk.Put(old, "x"u8, PutCondition.None);
        Assert.Empty(StoreCheck.Run(_disk));
    }

    private void AssertFinding(string name, byte[] content)
    {
        _disk.Put(name, content, PutCondition.None);
        StoreFinding found = Assert.Single(StoreCheck.Run(_disk));
        Assert.Equal((FindingSeverity.Information, FindingKind.InvalidIndex, name), (found.Severity, found.Kind, found.File));
    }
}
