using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// The result of the operations of single writers, one after the other. Each operation contains the previous value of
/// its record, so an operation that is lost, or changed without a checksum, is detected by the next operation on that
/// record.
/// </summary>
internal sealed class RecordChain : IDisposable
{
    private readonly List<RecordChange> _step = [];
    private readonly ByteBuffer _id = new();
    private readonly ByteBuffer _previous = new();

    /// <summary>The known records; a record that is known to be absent has an empty value.</summary>
    private RecordTable _known = new();
    private bool _isComplete;

    /// <summary>Whether anything is known, so that the next snapshot can be compared with it.</summary>
    public bool IsKnown => _isComplete || _known.Count > 0;

    /// <summary>The known value of a record: null if nothing is known, empty if the record is absent.</summary>
    public byte[]? Find(ReadOnlySpan<byte> id) =>
        _known.TryGet(id, out ReadOnlySpan<byte> value) ? value.ToArray() : _isComplete ? [] : null;

    /// <summary>The known records that <paramref name="others"/> does not contain.</summary>
    public IEnumerable<string> MissingIn(RecordTable others)
    {
        RecordView view = _known.Freeze();
        int cursor = -1;
        while (view.TryAdvance(ref cursor))
        {
            if (!view.At(cursor).Value.IsEmpty && !others.TryGet(view.At(cursor).Id, out _))
            {
                yield return view.At(cursor).IdText;
            }
        }
    }

    public void Dispose()
    {
        _id.Dispose();
        _previous.Dispose();
    }

    /// <summary>Forgets everything, because the following operations do not depend on the earlier ones.</summary>
    public void Forget() => Begin(new RecordTable(), isComplete: false);

    /// <summary>Continues from known records; with <paramref name="isComplete"/> there are no others.</summary>
    public void Begin(RecordTable records, bool isComplete)
    {
        _known = records;
        _isComplete = isComplete;
        _step.Clear();
    }

    /// <summary>Ends a step; a step that is not applied is reverted.</summary>
    public void EndStep(bool dropped)
    {
        for (int i = _step.Count - 1; i >= 0 && dropped; i--)
        {
            _known.Revert(_step[i]);
        }

        _step.Clear();
        _known.ReclaimSuperseded();
    }

    /// <summary>Applies the next operation; returns the problem of its previous value, or null.</summary>
    public string? Apply(in OperationView operation)
    {
        _id.Clear();
        JsonText.Unescape(operation.RawId, _id);
        string? fault = FaultOf(operation);
        _step.Add(_known.Set(_id.Span, operation.Kind == OperationKind.Delete ? [] : operation.Data));
        return fault;
    }

    private string? FaultOf(in OperationView operation)
    {
        bool isKnown = _known.TryGet(_id.Span, out ReadOnlySpan<byte> value) || _isComplete;
        if (!isKnown || !TryGetPrevious(operation, out ReadOnlySpan<byte> previous))
        {
            return null;
        }

        if (previous.IsEmpty)
        {
            // The npm package can write without loading anything, and then contains no previous value.
            return value.IsEmpty || !operation.IsSealed ? null : Fault("the operation creates the record, but the log already contains it");
        }

        return value.IsEmpty ? Fault("the operation changes an existing record, but the log does not contain it")
            : JsonEquality.AreEqual(value, previous) ? null
            : Fault("the previous value in the operation differs from the value in the log");
    }

    private bool TryGetPrevious(in OperationView operation, out ReadOnlySpan<byte> previous)
    {
        previous = operation.Previous;
        if (!operation.IsDelta || previous.IsEmpty)
        {
            return true;
        }

        _previous.Clear();
        bool applied = RecordDelta.TryApply(operation.Data, operation.Previous, _previous);
        previous = _previous.Span;
        return applied;
    }

    private string Fault(string what) => $"Record '{JsonText.Decode(_id.Span)}': {what}.";
}
