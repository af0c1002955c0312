using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Log;

namespace OpsLog.Core.Store.Writing;

/// <summary>
/// The way of an operation from the caller to its acknowledgement: checked, written to the state, committed to the log as
/// the write mode says.
/// </summary>
internal sealed class WritePipeline : IDisposable
{
    /// <summary>If more bytes than these wait, a writer commits them itself in every mode.</summary>
    private const int MostWaitingBytes = 4 * 1024 * 1024;

    private readonly WritableState _state;
    private readonly StoreCondition _condition;
    private readonly WriteMode _mode;
    private readonly GroupCommit _group;
    private readonly BackgroundCommit _background;

    /// <param name="state">The state that is written to.</param>
    /// <param name="condition">Whether it takes writes.</param>
    /// <param name="options">The write mode and its bounds.</param>
    /// <param name="group">The group that writers wait in; the state releases it when a log ends.</param>
    public WritePipeline(WritableState state, StoreCondition condition, OpsLogStoreOptions options, GroupCommit group)
    {
        _state = state;
        _condition = condition;
        _mode = options.WriteMode;
        _group = group;
        _background = new BackgroundCommit(options.GroupSize, options.GroupDelay, CommitInBackground);
    }

    /// <summary>Called after writes were acknowledged, without the turn: takes a checkpoint where one is due.</summary>
    public Action Maintain { get; set; } = static () => { };

    /// <inheritdoc cref="IRecordWriter.Set"/>
    public WrittenRecord Set(string id, ReadOnlySpan<byte> json, WriteCondition condition, ReadOnlySpan<byte> stepHead, CancellationToken cancellation)
    {
        byte[] key = RecordInput.EncodeId(id);
        _state.Expect(key);
        using CheckedRecord record = new(json);
        return _state.Set(new RecordWrite { Id = id, Key = key, Json = record.Json, Condition = condition, StepHead = stepHead }, cancellation);
    }

    /// <inheritdoc cref="IRecordWriter.Merge"/>
    public WrittenRecord Merge(string id, ReadOnlySpan<byte> json, MergeOptions? options, WriteCondition condition, ReadOnlySpan<byte> stepHead, CancellationToken cancellation)
    {
        byte[] key = RecordInput.EncodeId(id);
        _state.Expect(key);
        using CheckedRecord changes = new(json);
        return _state.Set(
            new RecordWrite { Id = id, Key = key, Json = changes.Json, Condition = condition, StepHead = stepHead, Merge = options ?? MergeOptions.Plain }, cancellation);
    }

    /// <inheritdoc cref="IRecordWriter.Delete"/>
    public LogPosition Delete(string id, ReadOnlySpan<byte> stepHead, CancellationToken cancellation) =>
        _state.Delete(RecordInput.EncodeId(id), stepHead, cancellation) ?? throw new RecordNotFoundException(id);

    /// <summary>Waits until no other thread has the turn, and checks that the store takes writes.</summary>
    public void CheckWritable(CancellationToken cancellation) => _state.CheckWritable(cancellation);

    /// <summary>What the first line of a step contains (<see cref="Model.StepHead"/>).</summary>
    /// <param name="note">Who makes it and why; null for the author of the store object and no comment.</param>
    public byte[] HeadOf(StepNote? note) => _state.Heads.Of(note);

    /// <summary>Waits for the turn to write.</summary>
    /// <param name="note">Who makes the steps that are written in it, and why.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public StoreTurn EnterTurn(StepNote? note, CancellationToken cancellation)
    {
        StoreTurn turn = _state.EnterTurn(cancellation);
        try
        {
            _condition.ThrowIfFailed();
            turn.Note = note;
            turn.StepHead = HeadOf(note);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Writes a step and commits it, in every write mode; with <paramref name="toDisk"/> it survives a power cut.</summary>
    public void WriteStep(StoreTurn turn, IReadOnlyList<StagedOperation> operations, string? segment = null, bool toDisk = false) =>
        Commit(_state.AppendStep(turn, operations, segment), toDisk);

    /// <summary>Waits for a position as the write mode says.</summary>
    public void Acknowledge(LogPosition position, CancellationToken cancellation)
    {
        switch (_mode)
        {
            case WriteMode.Immediate:
                Commit(position);
                break;
            case WriteMode.Group:
                _group.Await(() => position.Log.AcknowledgedOffset >= position.Offset, cancellation);
                Commit(position);
                break;
            case WriteMode.Async:
                _background.Schedule();
                CommitIfLarge(position);
                break;
        }

        Maintain();
    }

    /// <summary>Makes everything written so far survive a power cut, with any durability.</summary>
    public void Flush(CancellationToken cancellation)
    {
        _state.CheckWritable(cancellation);
        Commit(_state.End, toDisk: true, find: true);
    }

    /// <summary>Commits what waits if it has grown large; for runs of writes that are acknowledged later.</summary>
    public void CommitIfLarge(LogPosition position)
    {
        if (position.Log.WaitingBytes > MostWaitingBytes)
        {
            Commit(position);
            Maintain();
        }
    }

    /// <summary>
    /// Waits until a position is committed, in every write mode. With <paramref name="find"/> it also makes sure that
    /// what was acknowledged earlier can still be found under the log's name.
    /// </summary>
    public void Commit(LogPosition position, bool toDisk = false, bool find = false)
    {
        try
        {
            position.Log.Commit(position.Offset, toDisk);
            if (find)
            {
                position.Log.ThrowIfLost();
            }
        }
        catch (LogWriteException failed)
        {
            throw _condition.Report(failed.InnerException!);
        }
        catch (ObjectDisposedException)
        {
            throw new StoreClosedException(_condition.Location);
        }
    }

    /// <summary>Commits everything written so far.</summary>
    public void CommitAll(bool toDisk = false)
    {
        _condition.ThrowIfFailed();
        Commit(_state.End, toDisk, find: true);
    }

    public void Dispose()
    {
        _background.Dispose();
        _group.Release();
    }

    private void CommitInBackground()
    {
        if (!_condition.IsOpen || _condition.HasFailed)
        {
            return;
        }

        try
        {
            LogPosition end = _state.End;
            end.Log.Commit(end.Offset);
        }
        catch (Exception e) when (e is LogWriteException or ObjectDisposedException)
        {
            // The next call that writes, flushes or closes reports it; or the store was closed meanwhile.
        }
    }
}
