using OpsLog.Core.Store;
using OpsLog.PowerShell.Binding;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>
/// The target of the records of one pipeline: the open batch of this thread; otherwise the store, one by one and
/// acknowledged together at the end; or, for an atomic pipeline, a separate batch that is written at the end.
/// </summary>
internal sealed class RecordWriting(OpsLogSession session, bool atomic, CancellationToken stopped) : IDisposable
{
    private readonly List<(string Id, byte[] Json, bool Merge)> _held = [];
    private DeferredWrites? _deferred;

    /// <summary>The ids that an atomic pipeline wrote, each once.</summary>
    public IEnumerable<string> Written => _held.Select(held => held.Id).Distinct(StringComparer.Ordinal);

    public void Set(string id, ReadOnlyMemory<byte> json)
    {
        if (atomic)
        {
            _held.Add((id, json.ToArray(), false));
            return;
        }

        Target().Set(id, json.Span);
    }

    public void Merge(string id, ReadOnlyMemory<byte> json)
    {
        if (atomic)
        {
            _held.Add((id, json.ToArray(), true));
            return;
        }

        Target().Merge(id, json.Span, ignoreCase: true);
    }

    public void Delete(string id) => Target().Delete(id);

    /// <summary>Acknowledges the writes.</summary>
    public void Complete()
    {
        if (_held.Count > 0 && session.OwnBatch is { } joined)
        {
            Replay(joined);
        }
        else if (_held.Count > 0)
        {
            using OpsLogSession.BatchScope scope = session.BeginBatch(stopped);
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

    private IRecordWriter Target()
    {
        return session.OwnBatch is { } batch ? batch : _deferred ??= session.Store.DeferWrites(stopped);
    }

    private void Replay(StoreBatch batch)
    {
        foreach ((string id, byte[] json, bool merge) in _held)
        {
            if (merge)
            {
                batch.Merge(id, json, ignoreCase: true);
            }
            else
            {
                batch.Set(id, json);
            }
        }
    }
}
