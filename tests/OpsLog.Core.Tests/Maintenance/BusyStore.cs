using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>A store in memory with a single writer or several agents that do random operations on request.</summary>
internal sealed class BusyStore
{
    private readonly Random _random;
    private readonly string[] _writers;
    private readonly Dictionary<string, OpsLogStore> _open = [];
    private int _values;

    public BusyStore(Random random, int agents)
    {
        _random = random;
        KeepsHistory = random.Next(3) > 0;
        _writers = agents == 0 ? [""] : [.. Enumerable.Range(0, agents).Select(number => $"agent-{number}")];
    }

    public MemoryBackend Disk { get; } = new();

    public bool KeepsHistory { get; }

    /// <summary>One step of one writer.</summary>
    public void Act()
    {
        string writer = _writers[_random.Next(_writers.Length)];
        try
        {
            Act(writer);
        }
        catch (Exception e) when (e is StoreLockedException or RecordNotFoundException or RecordExistsException or UndoException or ArchiveSegmentException { Fault: SegmentFault.Missing })
        {
            // Refused, as it may be.
        }
    }

    public void Close()
    {
        foreach (OpsLogStore store in _open.Values)
        {
            store.Close();
        }

        _open.Clear();
    }

    private void Act(string writer)
    {
        OpsLogStore store = Open(writer);
        string id = $"id-{_random.Next(6)}";
        switch (_random.Next(31))
        {
            case < 9:
                store.Set(id, NextValue());
                break;
            case < 12:
                store.Delete(id);
                break;
            case < 15:
                store.Batch(batch =>
                {
                    batch.Set(id, NextValue());
                    batch.Set("shared", NextValue());
                });
                break;
            case < 19:
                store.EraseOrUndo();
                break;
            case < 22:
                store.Refresh();
                break;
            case < 24:
                store.Compact();
                break;
            case < 27:
                byte digit = (byte)('0' + _random.Next(6));
                store.Archive(record => record.Id[^1] == digit, _random.Next(2) == 0 ? "old" : "older");
                break;
            case < 30:
                byte restored = (byte)('0' + _random.Next(6));
                store.Restore(record => record.Id[^1] <= restored, _random.Next(2) == 0 ? "old" : "older", replace: _random.Next(2) == 0);
                break;
            default:
                store.Close();
                _open.Remove(writer);
                break;
        }
    }

    private OpsLogStore Open(string writer)
    {
        if (!_open.TryGetValue(writer, out OpsLogStore? store))
        {
            OpsLogStoreOptions options = new()
            {
                Agent = writer.Length == 0 ? null : writer,
                TurnTimeout = TimeSpan.Zero,
                HistoryRetention = KeepsHistory ? HistoryRetention.Everything : new HistoryRetention(MaximumLogs: 1),
            };
            store = OpsLogStore.Open(Disk.Share(), options);
            _open.Add(writer, store);
        }

        return store;
    }

    private byte[] NextValue() => Encoding.UTF8.GetBytes($$"""{"n":{{++_values}},"pad":"{{new string('x', _random.Next(3) * 20)}}"}""");
}
