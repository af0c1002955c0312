using System.Buffers;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store;

/// <summary>
/// Changes that take effect together at <see cref="Commit"/> or not at all: in memory, on disk after a crash, and for
/// undo. It sees its own changes. Others see them after the commit, and can't write until the batch ends. Disposing of
/// it uncommitted leaves no trace. It belongs to the thread that began it.
/// </summary>
public sealed class StoreBatch : IRecordReader, IRecordWriter, IDisposable
{
    private readonly StoreState _state;
    private readonly WritePipeline? _pipeline;
    private readonly StoreTurn _turn;
    private readonly IDisposable? _exclusive;
    private readonly List<StagedOperation> _operations = [];
    private readonly Dictionary<string, byte[]?> _changed = new(StringComparer.Ordinal);
    private RecordTable? _staged;
    private bool _ended;

    /// <param name="state">The committed state.</param>
    /// <param name="pipeline">Writes the batch; null for a trial, which can't be committed.</param>
    /// <param name="turn">The turn, which ends with the batch.</param>
    /// <param name="exclusive">Keeps exclusive batches of other agents out, and ends with the batch; null for any other batch.</param>
    internal StoreBatch(StoreState state, WritePipeline? pipeline, StoreTurn turn, IDisposable? exclusive = null)
    {
        _state = state;
        _pipeline = pipeline;
        _turn = turn;
        _exclusive = exclusive;
    }

    /// <summary>How many operations the batch has so far.</summary>
    public int OperationCount => _operations.Count;

    /// <summary>The thread that the batch belongs to, as an <see cref="Environment.CurrentManagedThreadId"/>.</summary>
    public int OwnerThreadId { get; } = Environment.CurrentManagedThreadId;

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            int count = _state.Count;
            foreach ((string id, byte[]? value) in _changed)
            {
                count += (value is null ? 0 : 1) - (_state.Contains(JsonText.Encode(id)) ? 1 : 0);
            }

            return count;
        }
    }

    /// <inheritdoc/>
    public bool Set(string id, ReadOnlySpan<byte> json, WriteCondition condition = WriteCondition.Always)
    {
        ThrowIfEnded();
        byte[] key = RecordInput.EncodeId(id);
        using CheckedRecord record = new(json);
        if (condition != WriteCondition.Always)
        {
            using ByteBuffer current = new();
            bool exists = TryGet(id, current);
            if (!condition.Permits(id, exists, current.Span, record.Json))
            {
                return false;
            }
        }

        Add(id, new StagedOperation(key, record.Json.ToArray()));
        return true;
    }

    /// <inheritdoc/>
    public bool Merge(string id, ReadOnlySpan<byte> json, MergeOptions? options = null, WriteCondition condition = WriteCondition.Always)
    {
        ThrowIfEnded();
        RecordInput.EncodeId(id);
        using CheckedRecord changes = new(json);
        using ByteBuffer current = new();
        bool exists = TryGet(id, current);
        using ByteBuffer patch = new();
        using ByteBuffer merged = new();
        return Set(id, RecordInput.Merge(id, exists, current.Span, changes.Json, options ?? MergeOptions.Plain, patch, merged), condition);
    }

    /// <inheritdoc/>
    public void Delete(string id)
    {
        ThrowIfEnded();
        byte[] key = RecordInput.EncodeId(id);
        if (!Contains(id))
        {
            throw new RecordNotFoundException(id);
        }

        Add(id, new StagedOperation(key, null));
    }

    /// <summary>
    /// Makes the records equal to others, which are the whole truth about those that they represent: new ones are added,
    /// different ones are set, and missing ones are removed. Equal ones are not written.
    /// </summary>
    /// <param name="records">The records by their ids, each one JSON object in UTF-8.</param>
    /// <param name="scope">Which records they represent; null for all records of the store.</param>
    /// <param name="keepMissing">Whether records that are missing stay.</param>
    /// <returns>The differences, in the order of <paramref name="records"/>, then those that were removed.</returns>
    /// <exception cref="InvalidRecordException">A value is no object, malformed, too deep or too large. Roll the batch back.</exception>
    public IReadOnlyList<RecordDifference> Sync(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> records, RecordPredicate? scope = null, bool keepMissing = false)
    {
        List<RecordDifference> differences = [];
        RecordView before = View();
        using ByteBuffer current = new();
        foreach ((string id, ReadOnlyMemory<byte> value) in records)
        {
            current.Clear();
            bool exists = TryGet(id, current);
            if (Set(id, value.Span, WriteCondition.IfDifferent))
            {
                differences.Add(new RecordDifference(id, exists ? current.Span.ToArray() : default(ReadOnlyMemory<byte>?), value));
            }
        }

        for (int cursor = -1; !keepMissing && before.TryAdvance(ref cursor);)
        {
            RecordRef record = before.At(cursor);
            string id = record.IdText;
            if (!records.ContainsKey(id) && scope?.Invoke(record) != false)
            {
                differences.Add(new RecordDifference(id, record.Value.ToArray(), null));
                Delete(id);
            }
        }

        return differences;
    }

    /// <inheritdoc/>
    public bool Contains(string id) => _changed.TryGetValue(id, out byte[]? value) ? value is not null : _state.Contains(JsonText.Encode(id));

    /// <inheritdoc/>
    public bool TryGet(string id, IBufferWriter<byte> destination)
    {
        if (!_changed.TryGetValue(id, out byte[]? value))
        {
            return _state.TryGet(JsonText.Encode(id), destination);
        }

        destination.Write(value);
        return value is not null;
    }

    /// <inheritdoc/>
    public RecordView View()
    {
        if (_operations.Count == 0)
        {
            return _state.View();
        }

        if (_staged is null)
        {
            _staged = _state.Fork();
            foreach (StagedOperation operation in _operations)
            {
                operation.ApplyTo(_staged);
            }
        }

        return _staged.Freeze();
    }

    /// <summary>Writes all of it as one step and returns when that is acknowledged. An empty batch writes nothing.</summary>
    /// <exception cref="BatchStateException">The batch has ended, or is a trial.</exception>
    /// <exception cref="StoreFailedException">The write failed; nothing of the batch took effect.</exception>
    public void Commit()
    {
        ThrowIfEnded();
        if (_pipeline is null)
        {
            throw new BatchStateException("The batch can't be committed, because it is a trial. Use BeginBatch to write.");
        }

        try
        {
            if (_operations.Count > 0)
            {
                _pipeline.WriteStep(_turn, _operations);
            }
        }
        finally
        {
            Dispose();
        }

        _pipeline.Maintain();
    }

    /// <summary>Ends the batch; what was not committed is forgotten.</summary>
    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            _turn.Dispose();
            _exclusive?.Dispose();
        }
    }

    /// <summary>Takes back all operations after the first <paramref name="operationCount"/>, so that a part of the batch can fail as a whole.</summary>
    /// <param name="operationCount">An earlier <see cref="OperationCount"/>.</param>
    public void RollBackTo(int operationCount)
    {
        ThrowIfEnded();
        _operations.RemoveRange(operationCount, _operations.Count - operationCount);
        _staged = null;
        _changed.Clear();
        foreach (StagedOperation operation in _operations)
        {
            _changed[JsonText.Decode(operation.Id)] = operation.Value;
        }
    }

    /// <summary>Makes a record what the second state of a difference contains.</summary>
    internal void Apply(RecordDifference difference)
    {
        if (difference.After is { } value)
        {
            Set(difference.Id, value.Span);
        }
        else
        {
            Delete(difference.Id);
        }
    }

    private void Add(string id, StagedOperation operation)
    {
        _operations.Add(operation);
        _changed[id] = operation.Value;
        if (_staged is not null)
        {
            operation.ApplyTo(_staged);
        }
    }

    private void ThrowIfEnded()
    {
        if (_ended)
        {
            throw new BatchStateException("The batch can't be used, because it has ended. Begin a new batch.");
        }
    }
}
