using System.Globalization;
using System.Text;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

/// <summary>A store composed from texts, as another program or an attacker could have written it.</summary>
internal sealed class MadeUpStore(MemoryBackend? disk = null)
{
    public const string Log = "ops/ops-1700000000000.jsonl";
    public const string Snapshot = "snapshots/snap-1700000000000.jsonl";

    private const string UsualTime = "2026-01-01T00:00:00.000Z";

    private readonly Dictionary<string, string> _agents = [];
    private readonly List<string> _segments = [];
    private byte[] _snapshot = [];

    public MemoryBackend Disk { get; } = disk ?? new();

    /// <summary>How far the archived records were counted.</summary>
    public long Archived { get; init; }

    /// <summary>How many records the snapshot is said to have.</summary>
    public long Active { get; init; }

    /// <summary>When the store and its snapshot were made.</summary>
    public string Time { get; init; } = UsualTime;

    public int Version { get; init; } = 1;

    public static OpsLogStoreOptions Options { get; } = new() { Durability = Durability.OperatingSystem, CheckpointOnClose = CheckpointOnClose.Never };

    /// <summary>A line of the single writer's log or an agent's.</summary>
    public static string Set(string id, string data, string prev = "null", string more = "") =>
        $"{{\"ts\":\"{UsualTime}\",\"op\":\"set\",\"id\":\"{id}\",\"data\":{data},\"prev\":{prev}{more}}}\n";

    public static string Delete(string id, string prev, string more = "") =>
        $"{{\"ts\":\"{UsualTime}\",\"op\":\"delete\",\"id\":\"{id}\",\"prev\":{prev}{more}}}\n";

    public static string Agent(string agent, long clock) => string.Create(CultureInfo.InvariantCulture, $",\"agent\":\"{agent}\",\"clock\":{clock}");

    public MadeUpStore WithLog(string text, string agent = "")
    {
        string name = agent.Length == 0 ? Log : $"ops/agent-{agent}-1700000000000.jsonl";
        Put(name, text);
        if (agent.Length > 0)
        {
            _agents[agent] = name;
        }

        return this;
    }

    /// <summary>
    /// A snapshot whose header continues as specified; <paramref name="lines"/> follow it, a byte for each character.
    /// </summary>
    public MadeUpStore WithSnapshot(string lines, string header = "", int version = 1)
    {
        _snapshot = Encoding.Latin1.GetBytes($"{{\"version\":{version},\"timestamp\":\"{Time}\"{header}}}\n{lines}");
        return this;
    }

    public MadeUpStore WithSegment(string segment, string? text)
    {
        _segments.Add(StoreLayout.Segment(segment));
        if (text is not null)
        {
            Put(StoreLayout.Segment(segment), text);
        }

        return this;
    }

    /// <summary>Puts the manifest, on request with a checksum that fits the snapshot.</summary>
    public MemoryBackend Build(bool seal = false)
    {
        if (_snapshot.Length == 0)
        {
            WithSnapshot("");
        }

        if (Disk.Find(Log) is null)
        {
            WithLog("");
        }

        Disk.Put(Snapshot, _snapshot, PutCondition.None);
        Disk.Put(
            StoreLayout.Manifest,
            ManifestCodec.Write(new Manifest
            {
                Version = Version,
                CurrentSnapshot = Snapshot,
                ActiveOps = Log,
                ActiveAgentOps = _agents,
                ArchiveSegments = _segments,
                Stats = new ManifestStats(Active, Archived, 0, Time, Time),
                Seal = seal ? new SnapshotSeal(_snapshot.Length, Crc32C.Compute(_snapshot)) : null,
            }),
            PutCondition.None);
        return Disk;
    }

    private void Put(string name, string text) => Disk.Put(name, Encoding.UTF8.GetBytes(text), PutCondition.None);
}
