using OpsLog.Core.Model;
using OpsLog.Core.State;

namespace OpsLog.Core.Store.Writing;

/// <summary>One operation of a step that is not written yet.</summary>
/// <param name="Id">The id's bytes.</param>
/// <param name="Value">The record to set; null to remove it.</param>
/// <param name="Undone">For the inverse of an operation, what it takes back; null for any other.</param>
/// <param name="Replaced">The archived record whose place in the segment the record takes; null where it takes none.</param>
internal readonly record struct StagedOperation(byte[] Id, byte[]? Value, UndoneOperation? Undone = null, byte[]? Replaced = null)
{
    /// <summary>The operation as it is written.</summary>
    public OperationDraft ToDraft(BatchMark batch = default, string? segment = null, ReadOnlySpan<byte> stepHead = default) => new()
    {
        Kind = Value is null ? OperationKind.Delete : OperationKind.Set,
        Id = Id,
        Data = Value,
        Batch = batch,
        StepHead = stepHead,
        Previous = Undone?.After,
        Clock = Undone?.Clock ?? 0,
        UndoRank = Undone?.Rank ?? 0,
        Segment = segment,
        Replaced = Replaced,
    };

    /// <summary>Changes a table that keeps no stamps.</summary>
    public void ApplyTo(RecordTable table)
    {
        if (Value is null)
        {
            table.TryRemove(Id, out _);
        }
        else
        {
            table.Set(Id, Value);
        }
    }
}
