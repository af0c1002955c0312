using System.Text.Unicode;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;

namespace OpsLog.Core.Store.Writing;

/// <summary>Composes the line of an operation. A part of the state, used and disposed of under its lock.</summary>
/// <param name="largestStep">How many bytes a step may have in the log.</param>
internal sealed class OperationComposer(int largestStep) : IDisposable
{
    private readonly ByteBuffer _delta = new();
    private readonly ByteBuffer _deltaProof = new();
    private readonly ByteBuffer _mergePatch = new();
    private readonly ByteBuffer _merged = new();

    /// <summary>Whether the log holds an operation that can't say what the record was before it.</summary>
    public bool HidesPrevious { get; private set; }

    /// <summary>Forgets what the log before held.</summary>
    public void BeginLog() => HidesPrevious = false;

    /// <summary>The record that a write asks for, valid until the next call.</summary>
    /// <exception cref="RecordNotFoundException">The record does not exist, and it must.</exception>
    public ReadOnlySpan<byte> Merge(in RecordWrite write, bool exists, ReadOnlySpan<byte> current) =>
        write.Merge is { } options ? RecordInput.Merge(write.Id, exists, current, write.Json, options, _mergePatch, _merged) : write.Json;

    /// <summary>Composes a line at the end of a step. Returns where its record is in the table.</summary>
    /// <exception cref="InvalidRecordException">The line is larger than a step may be.</exception>
    public RecordPlace Compose(in LogWriter.LogStepScope step, RecordTable table, ref OperationDraft draft)
    {
        int start = step.Length;
        RecordPlace place = table.Find(draft.Id);
        FindPrevious(table, place, ref draft);
        draft.UnixMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        OperationCodec.Write(step.Lines, draft);
        if (step.Length - start > largestStep)
        {
            throw new InvalidRecordException(
                RecordFault.TooLarge, 0, $"The operation takes {step.Length - start:N0} bytes in the log; the maximum is {largestStep:N0}. Store less in the record, or split it into several records.");
        }

        return place;
    }

    /// <summary>Checks the size of a batch.</summary>
    /// <param name="step">The operations so far.</param>
    /// <param name="operation">The number of the last one, from 1.</param>
    /// <param name="operations">How many the batch has.</param>
    /// <exception cref="BatchStateException">They are larger than a step may be.</exception>
    public void ThrowIfTooLarge(in LogWriter.LogStepScope step, int operation, int operations)
    {
        if (step.Length > largestStep)
        {
            throw new BatchStateException(
                $"The batch exceeds the maximum of {largestStep:N0} bytes in the log at operation {operation} of {operations}. Nothing was written. Split it into several batches.");
        }
    }

    public void Dispose()
    {
        _delta.Dispose();
        _deltaProof.Dispose();
        _mergePatch.Dispose();
        _merged.Dispose();
    }

    private void FindPrevious(RecordTable table, RecordPlace place, ref OperationDraft draft)
    {
        // An inverse says what it takes back, which others may have written over.
        if (draft.UndoRank == 0)
        {
            table.TryGet(place, out draft.Previous);
        }

        if (draft.Kind == OperationKind.Set && !draft.Previous.IsEmpty)
        {
            _delta.Clear();
            draft.IsDelta = RecordDelta.TryCreate(draft.Previous, draft.Data, _delta, _deltaProof);
            draft.Previous = draft.IsDelta ? _delta.Span : draft.Previous;
        }

        // A snapshot whose checksum was made to fit is loaded unread, and what it holds must not spoil a line of ours.
        bool isReadable = draft.IsDelta ? Utf8.IsValid(draft.Previous) : draft.Previous.IsEmpty || RecordJson.IsWellFormed(draft.Previous);
        if (!isReadable)
        {
            HidesPrevious = true;
            draft.IsDelta = false;
            draft.Previous = draft.Kind == OperationKind.Set ? default : "{}"u8;
        }
    }
}
