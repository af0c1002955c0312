using OpsLog.Core.Json;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>
/// The target of the records of one pipeline: the open batch of this thread; otherwise the store, one by one and
/// acknowledged together at the end; or, for an atomic pipeline, a separate batch that is written at the end.
/// </summary>
/// <param name="session">The store.</param>
/// <param name="atomic">Whether the records are written as one batch at the end.</param>
/// <param name="progress">Counts the records.</param>
/// <param name="stopped">Ends the waits.</param>
internal sealed class RecordWriting(OpsLogSession session, bool atomic, ProgressReport progress, CancellationToken stopped) : IDisposable
{
    private readonly List<(string Id, byte[] Json)> _held = [];
    private readonly List<string> _written = [];
    private DeferredWrites? _deferred;
    private long _count;
    private long _equal;

    /// <summary>The ids that an atomic pipeline wrote, each once.</summary>
    public IEnumerable<string> Written => _written.Distinct(StringComparer.Ordinal);

    /// <summary>What was done, as a sentence.</summary>
    public string Report
    {
        get
        {
            string where = session.OwnBatch is null ? $"'{session.Path}'" : $"the batch of '{session.Path}'";
            string equal = Condition == WriteCondition.IfDifferent ? $" {IdList.Count(_equal)} did not differ." : "";
            return $"Wrote {IdList.Count(_count, "operation")} to {where}.{equal}";
        }
    }

    /// <summary>The note that the log keeps with the changes; null for none.</summary>
    public StepNote? Note { get; init; }

    /// <summary>How records are merged into existing ones; null if they replace them.</summary>
    public MergeOptions? Merge { get; init; }

    /// <summary>When a record is written.</summary>
    public WriteCondition Condition { get; init; }

    /// <summary>The id of the record that an atomic pipeline could not write; null if there is none.</summary>
    public string? Refused { get; private set; }

    /// <summary>Writes a record, or keeps it for the end of an atomic pipeline.</summary>
    /// <returns>Whether it was written now.</returns>
    public bool Set(string id, ReadOnlyMemory<byte> json)
    {
        progress.Step();
        if (atomic)
        {
            _held.Add((id, json.ToArray()));
            return false;
        }

        return Write(Target(), id, json.Span);
    }

    public void Delete(string id)
    {
        progress.Step();
        Target().Delete(id);
        _count++;
    }

    /// <summary>Whether <see cref="Set"/> would write a record. Refuses what it would refuse, and writes nothing.</summary>
    public bool WouldSet(string id, ReadOnlyMemory<byte> json) =>
        Try(trial => Merge is null ? trial.Set(id, json.Span, Condition) : trial.Merge(id, json.Span, Merge, Condition));

    /// <summary>Refuses what <see cref="Delete"/> would refuse, and removes nothing.</summary>
    public void CheckDelete(string id) => Try(trial =>
    {
        trial.Delete(id);
        return true;
    });

    /// <summary>Acknowledges the writes.</summary>
    public void Complete()
    {
        progress.Complete();
        if (_held.Count > 0 && session.OwnBatch is { } joined)
        {
            int before = joined.OperationCount;
            try
            {
                Replay(joined);
            }
            catch
            {
                // The batch goes on if its script handles the error.
                joined.RollBackTo(before);
                throw;
            }
        }
        else if (_held.Count > 0)
        {
            using OpsLogSession.BatchScope scope = session.BeginBatch(Note, stopped);
            Replay(session.OwnBatch!);
            scope.Commit();
        }

        _deferred?.Complete();
        _deferred = null;
    }

    /// <summary>If a pipeline is stopped, its writes so far are kept.</summary>
    public void Dispose()
    {
        try
        {
            _deferred?.Dispose();
        }
        catch (OpsLog.Core.Errors.StoreFailedException)
        {
            // The pipeline no longer receives errors. The store reports the failure to the next writer.
        }

        _deferred = null;
    }

    private bool Try(Func<StoreBatch, bool> write)
    {
        if (session.OwnBatch is { } joined)
        {
            int before = joined.OperationCount;
            try
            {
                return write(joined);
            }
            finally
            {
                joined.RollBackTo(before);
            }
        }

        using StoreBatch trial = session.Store.BeginTrial(stopped);
        return write(trial);
    }

    private IRecordWriter Target()
    {
        return session.OwnBatch is { } batch ? batch : _deferred ??= session.Store.DeferWrites(Note, stopped);
    }

    private void Replay(StoreBatch batch)
    {
        foreach ((string id, byte[] json) in _held)
        {
            Refused = id;
            if (Write(batch, id, json))
            {
                _written.Add(id);
            }
        }

        Refused = null;
    }

    private bool Write(IRecordWriter target, string id, ReadOnlySpan<byte> json)
    {
        bool written = Merge is null ? target.Set(id, json, Condition) : target.Merge(id, json, Merge, Condition);
        _count += written ? 1 : 0;
        _equal += written ? 0 : 1;
        return written;
    }
}
