using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store;

/// <summary>
/// A run of writes with one acknowledgement at its end. Disposing of it acknowledges too: what was written counts,
/// however the run ended.
/// </summary>
public sealed class DeferredWrites : IRecordWriter, IDisposable
{
    private readonly WritePipeline _pipeline;
    private readonly byte[] _stepHead;
    private readonly CancellationToken _cancellation;
    private LogPosition? _pending;

    internal DeferredWrites(WritePipeline pipeline, StepNote? note, CancellationToken cancellation)
    {
        _pipeline = pipeline;
        _stepHead = pipeline.HeadOf(note);
        _cancellation = cancellation;
    }

    /// <inheritdoc/>
    public bool Set(string id, ReadOnlySpan<byte> json, WriteCondition condition = WriteCondition.Always) =>
        Add(_pipeline.Set(id, json, condition, _stepHead, _cancellation));

    /// <inheritdoc/>
    public bool Merge(string id, ReadOnlySpan<byte> json, MergeOptions? options = null, WriteCondition condition = WriteCondition.Always) =>
        Add(_pipeline.Merge(id, json, options, condition, _stepHead, _cancellation));

    /// <inheritdoc/>
    public void Delete(string id) => Add(_pipeline.Delete(id, _stepHead, _cancellation));

    /// <summary>Waits until all writes so far are acknowledged as the store was opened for.</summary>
    /// <exception cref="Errors.StoreFailedException">They could not be written, and are not in memory either.</exception>
    public void Complete()
    {
        if (_pending is { } position)
        {
            _pending = null;
            _pipeline.Acknowledge(position, _cancellation);
        }
    }

    /// <inheritdoc cref="Complete"/>
    public void Dispose() => Complete();

    private bool Add(WrittenRecord written)
    {
        Add(written.Position);
        return written.WasWritten;
    }

    private void Add(LogPosition position)
    {
        _pending = position;
        _pipeline.CommitIfLarge(position);
    }
}
