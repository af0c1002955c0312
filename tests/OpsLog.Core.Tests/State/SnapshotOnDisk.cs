using System.Text;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.State;

/// <summary>A snapshot and its index file in memory, whose bytes a test can change.</summary>
internal sealed class SnapshotOnDisk
{
    public static readonly string Name = StoreLayout.Snapshot(1_700_000_000_000, 0);

    private static readonly SnapshotHeader s_header = new(1, "2026-01-02T03:04:05.006Z") { Clock = 1_000_000 };

    private readonly MemoryBackend _disk = new();
    private readonly SnapshotSeal _seal;

    public SnapshotOnDisk(RecordTable table, bool isStamped = false)
    {
        SnapshotIndexBuilder index = new(HashKey.Create());
        using (IObjectWriter target = _disk.CreateObject(Name))
        {
            _seal = SnapshotWriter.Write(target, s_header, table.Freeze(), isStamped ? table.Agents : null, index: index);
            target.Complete();
        }

        index.Complete();
        using IObjectWriter file = _disk.CreateObject(StoreLayout.Index(Name));
        index.Write(file, Name, _seal);
        file.Complete();
    }

    public byte[] Snapshot => _disk.Read(Name)!.Content;

    public byte[] Index => _disk.Read(StoreLayout.Index(Name))!.Content;

    /// <summary>Opens it by its index; null if that does not fit.</summary>
    public RecordTable? Open() => Open(_disk, Name, _seal);

    /// <summary>Opens a copy in which a file is another one.</summary>
    public RecordTable? OpenWith(byte[]? snapshot = null, byte[]? index = null, string? name = null, SnapshotSeal? seal = null)
    {
        MemoryBackend disk = new();
        disk.Put(name ?? Name, snapshot ?? Snapshot, PutCondition.None);
        disk.Put(StoreLayout.Index(name ?? Name), index ?? Index, PutCondition.None);
        return Open(disk, name ?? Name, seal ?? _seal);
    }

    /// <summary>A table with the ids of a sequence, each with a value of some length.</summary>
    public static RecordTable TableOf(IEnumerable<string> ids, Func<int, string> valueOf)
    {
        RecordTable table = new();
        foreach ((string id, int i) in ids.Select((id, i) => (id, i)))
        {
            table.Set(Encoding.UTF8.GetBytes(id), Encoding.UTF8.GetBytes(valueOf(i)));
        }

        return table;
    }

    private static RecordTable? Open(MemoryBackend disk, string name, SnapshotSeal seal)
    {
        AgentNames agents = new();
        return IndexedSnapshot.TryOpen(disk, name, name, seal, agents) is { } opened ? new RecordTable(opened, agents) : null;
    }
}
