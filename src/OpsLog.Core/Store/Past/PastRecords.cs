using System.Buffers;
using OpsLog.Core.Json;
using OpsLog.Core.State;

namespace OpsLog.Core.Store;

/// <summary>
/// The records of a store at an earlier moment, and those of the moment when they were asked for. They don't change, and
/// can be read by any thread until the store is closed.
/// </summary>
/// <remarks>
/// The order of <see cref="View"/> is not that of the moment: records that were changed later can be anywhere.
/// </remarks>
public sealed class PastRecords : IRecordReader
{
    private readonly object _gate = new();
    private readonly RecordTable _table;
    private readonly RecordView _view;

    /// <param name="table">The records, which nothing else uses.</param>
    /// <param name="current">The records of now; null if these are them.</param>
    /// <param name="changed">The ids of the records that may differ between the two.</param>
    internal PastRecords(RecordTable table, PastRecords? current, IReadOnlyCollection<string> changed)
    {
        _table = table;
        _view = table.Freeze();
        Current = current ?? this;
        Changed = changed;
    }

    /// <summary>The records at the moment when the earlier ones were asked for.</summary>
    public PastRecords Current { get; }

    /// <inheritdoc/>
    public int Count => _view.Count;

    /// <summary>The ids of the records that may differ from those of <see cref="Current"/>; no other differs.</summary>
    internal IReadOnlyCollection<string> Changed { get; }

    /// <inheritdoc/>
    public bool Contains(string id)
    {
        lock (_gate)
        {
            return _table.TryGet(JsonText.Encode(id), out _);
        }
    }

    /// <inheritdoc/>
    public bool TryGet(string id, IBufferWriter<byte> destination)
    {
        lock (_gate)
        {
            bool found = _table.TryGet(JsonText.Encode(id), out ReadOnlySpan<byte> value);
            destination.Write(value);
            return found;
        }
    }

    /// <summary>The records at that moment.</summary>
    public RecordView View() => _view;
}
