using System.Text.Unicode;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store;

/// <content>Writing: one operation after the other, each in memory and on its way to the log under one lock.</content>
public sealed partial class OpsLogStore
{
    /// <summary>With six bytes for each where it has to be escaped, an id of that length and two records make up a step.</summary>
    private const int MostIdCharacters = 64 * 1024 * 1024;

    [ThreadStatic]
    private static ByteBuffer? t_compact;

    private readonly ByteBuffer _mergePatch = new();
    private readonly ByteBuffer _merged = new();

    /// <inheritdoc/>
    /// <exception cref="StoreFailedException">The write failed, or an earlier one did.</exception>
    public void Set(string id, ReadOnlySpan<byte> json) => Acknowledge(AppendSet(id, json));

    /// <inheritdoc/>
    /// <exception cref="StoreFailedException">The write failed, or an earlier one did.</exception>
    public void Merge(string id, ReadOnlySpan<byte> json, bool ignoreCase = false) => Acknowledge(AppendMerge(id, json, ignoreCase));

    /// <inheritdoc/>
    /// <exception cref="StoreFailedException">The write failed, or an earlier one did.</exception>
    public void Delete(string id) => Acknowledge(AppendDelete(id));

    /// <summary>
    /// Begins a run of writes that share one acknowledgement at their end: a whole pipeline costs one flush. Each of
    /// them counts at once in memory, and none is a part of a batch.
    /// </summary>
    public DeferredWrites DeferWrites()
    {
        lock (_state)
        {
            EnterWrite();
        }

        return new DeferredWrites(this);
    }

    internal static byte[] EncodeId(string id) => string.IsNullOrEmpty(id)
        ? throw new InvalidRecordIdException("The id of a record can't be empty. Specify an id of at least one character.")
        : id.Length <= MostIdCharacters
            ? JsonText.Encode(id)
            : throw new InvalidRecordException(
                RecordFault.TooLarge, MostIdCharacters, $"The id of the record has {id.Length:N0} characters; the maximum is {MostIdCharacters:N0}. Use a shorter id.");

    internal static ReadOnlySpan<byte> CheckRecord(ReadOnlySpan<byte> json) => RecordJson.Check(json, t_compact ??= new ByteBuffer());

    internal long AppendSet(string id, ReadOnlySpan<byte> json)
    {
        byte[] key = EncodeId(id);
        ReadOnlySpan<byte> value = CheckRecord(json);
        lock (_state)
        {
            EnterWrite();
            return Append(new OperationDraft { Kind = OperationKind.Set, Id = key, Data = value });
        }
    }

    internal long AppendMerge(string id, ReadOnlySpan<byte> json, bool ignoreCase)
    {
        byte[] key = EncodeId(id);
        ReadOnlySpan<byte> value = CheckRecord(json);
        lock (_state)
        {
            EnterWrite();
            if (_table.TryGet(key, out ReadOnlySpan<byte> current))
            {
                value = MergeOver(current, value, ignoreCase, _mergePatch, _merged);
            }

            return Append(new OperationDraft { Kind = OperationKind.Set, Id = key, Data = value });
        }
    }

    internal static ReadOnlySpan<byte> MergeOver(
        ReadOnlySpan<byte> current, ReadOnlySpan<byte> changes, bool ignoreCase, ByteBuffer patch, ByteBuffer merged)
    {
        patch.Clear();
        merged.Clear();
        if (!RecordMerge.TryApply(current, changes, ignoreCase, patch, merged) || !Utf8.IsValid(merged.Span))
        {
            throw new InvalidRecordException(RecordFault.Malformed, 0, "The stored record is not valid JSON, so nothing can be merged into it. Set the whole record.");
        }

        return merged.Length <= RecordJson.MaximumLength ? merged.Span : throw new InvalidRecordException(
            RecordFault.TooLarge, RecordJson.MaximumLength, $"The merged record has {merged.Length:N0} bytes; the maximum is {RecordJson.MaximumLength:N0}. Split it into several records.");
    }

    internal long AppendDelete(string id)
    {
        byte[] key = EncodeId(id);
        lock (_state)
        {
            EnterWrite();
            if (!_table.TryGet(key, out _))
            {
                throw new RecordNotFoundException(id);
            }

            return Append(new OperationDraft { Kind = OperationKind.Delete, Id = key });
        }
    }

    /// <summary>Under the lock: waits while a batch or another whole step of somebody else's is under way.</summary>
    private void EnterWrite()
    {
        ThrowIfClosed();
        if (_log is null)
        {
            throw new StoreReadOnlyException(Location);
        }

        if (_exclusive == Thread.CurrentThread)
        {
            throw new BatchStateException("The store can't be written to directly while a batch is open on this thread. Write through the batch, or end it first.");
        }

        while (_exclusive is not null)
        {
            Monitor.Wait(_state);
            ThrowIfClosed();
        }

        if (_failure is not null)
        {
            throw Failed(_failure);
        }
    }

    private void BeginWriting(bool mustCheckpoint)
    {
        _log = NewLogWriter(OpenOwnLog());
        _lengthAtOpening = (OwnLog, _log.Position);
        if (!mustCheckpoint)
        {
            NameOwnLog();
        }
        else if (_seat is not null)
        {
            TryCompactShared(always: true);
        }
        else
        {
            // What was logged before is of another shape or another writer: undo must not reach back into it.
            Checkpoint(endsUndo: true);
        }
    }

    private IAppendLog OpenOwnLog()
    {
        IAppendLog log = _backend.OpenAppend(OwnLog);
        if (log.Length == _logs[OwnLog].Offset)
        {
            return log;
        }

        log.Dispose();
        throw new StorageException(
            "open for appending", StoreFiles.PathOf(_backend, OwnLog), new IOException("Another process wrote to it while it was read. Open the store again."));
    }

    private LogWriter NewLogWriter(IAppendLog log) => new(log, _state, _options.Durability == Durability.Disk)
    {
        Acknowledged = OnAcknowledged,
        Failed = OnFailed,
        OnlyGrows = _seat is not null,
    };

    private void OnAcknowledged(long position)
    {
        while (_unacknowledged.TryPeek(out (long Position, RecordChange Change) first) && first.Position <= position)
        {
            _unacknowledged.Dequeue();
        }
    }

    private void OnFailed(Exception cause)
    {
        TakeBack(_unacknowledged.Count);
        _failure ??= cause;
    }

    /// <summary>
    /// The error for a failed write. Once some caller has it, closing need not tell it again; a background flush that
    /// failed without a caller is told by the next write, or by closing.
    /// </summary>
    private StoreFailedException Failed(Exception cause)
    {
        Volatile.Write(ref _failureTold, true);
        return new StoreFailedException(Location, cause);
    }

    /// <summary>Keeps every other writer out until it is disposed of; readers go on.</summary>
    private Exclusive EnterExclusive()
    {
        lock (_state)
        {
            ThrowIfClosed();
            if (_exclusive == Thread.CurrentThread)
            {
                throw new BatchStateException("This call is not possible while a batch is open on this thread. End the batch first.");
            }

            while (_exclusive is not null)
            {
                Monitor.Wait(_state);
                ThrowIfClosed();
            }

            _exclusive = Thread.CurrentThread;
            return new Exclusive(this);
        }
    }

    /// <summary>The store as the caller's alone, as far as writing goes.</summary>
    private readonly struct Exclusive(OpsLogStore store) : IDisposable
    {
        public void Dispose()
        {
            lock (store._state)
            {
                store._exclusive = null;
                Monitor.PulseAll(store._state);
            }
        }
    }
}
