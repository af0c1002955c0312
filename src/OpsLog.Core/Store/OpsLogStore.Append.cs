using System.Text.Unicode;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;

namespace OpsLog.Core.Store;

/// <content>One operation on its way: its line, its place in the order, and the change in memory.</content>
public sealed partial class OpsLogStore
{
    private readonly ByteBuffer _delta = new();
    private readonly ByteBuffer _deltaProof = new();
    private readonly Queue<(long Position, RecordChange Change)> _unacknowledged = new();

    /// <summary>Whether the log holds an operation that can't say what stood there before it.</summary>
    private bool _hidesPrevious;

    /// <summary>Appends one operation, under the lock, and returns the position to wait for.</summary>
    private long Append(OperationDraft draft)
    {
        LogWriter log = _log!;
        int start = log.Lines.Length;
        try
        {
            ThrowIfClockIsExhausted(draft.Clock == 0 ? 1 : 0);
            FindPrevious(ref draft);
            draft.UnixMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            Stamp(ref draft);
            OperationCodec.Write(log.Lines, draft);
            if (log.Lines.Length - start > _options.LargestStep)
            {
                throw new InvalidRecordException(
                    RecordFault.TooLarge, 0, $"The operation takes {log.Lines.Length - start:N0} bytes in the log; the maximum is {_options.LargestStep:N0}. Store less in the record, or split it into several records.");
            }

            RecordChange change = Apply(draft);
            _written++;
            _unacknowledged.Enqueue((log.Position, change));
            return log.Position;
        }
        catch
        {
            log.Lines.Truncate(start);
            throw;
        }
    }

    private void FindPrevious(ref OperationDraft draft)
    {
        // An inverse tells what it takes back, which others may have written over since.
        if (draft.UndoRank == 0)
        {
            _table.TryGet(draft.Id, out draft.Previous);
        }

        if (draft.Kind == OperationKind.Set && !draft.Previous.IsEmpty)
        {
            _delta.Clear();
            draft.IsDelta = RecordDelta.TryCreate(draft.Previous, draft.Data, _delta, _deltaProof);
            draft.Previous = draft.IsDelta ? _delta.Span : draft.Previous;
        }

        // A snapshot whose checksum was made to fit is taken unread, and what it holds must not spoil a line of ours.
        bool isReadable = draft.IsDelta ? Utf8.IsValid(draft.Previous) : draft.Previous.IsEmpty || RecordJson.IsWellFormed(draft.Previous);
        if (!isReadable)
        {
            _hidesPrevious = true;
            draft.IsDelta = false;
            draft.Previous = draft.Kind == OperationKind.Set ? default : "{}"u8;
        }
    }

    /// <summary>Gives the operation its place in the order; none is kept where no agent has ever written.</summary>
    private void Stamp(ref OperationDraft draft)
    {
        if (_seat is not null)
        {
            draft.Agent = _seat.IdBytes;
        }

        if (draft.Clock == 0 && KeepsClock)
        {
            draft.Clock = ++_clock;
        }

        // An undo has the clock of what it takes back, and a kept log can tell of one that the snapshot knows nothing of.
        _clock = Math.Max(_clock, draft.Clock);
    }

    private bool KeepsClock => _seat is not null || _clock > 0;

    /// <summary>Refuses operations whose clocks no reader would take; nothing of them is written then.</summary>
    private void ThrowIfClockIsExhausted(int operations)
    {
        if (KeepsClock && _clock > LamportClock.Largest - operations)
        {
            throw new ClockExhaustedException(Location, _clock);
        }
    }

    private RecordChange Apply(in OperationDraft draft)
    {
        RecordChange change;
        bool isDelete = draft.Kind == OperationKind.Delete;
        if (_seat is not null)
        {
            Stamp stamp = new(draft.Clock, _table.Agents.NumberOf(draft.Agent), draft.UndoRank);
            _table.TryApply(draft.Id, draft.Data, isDelete, stamp, out change);
        }
        else if (isDelete)
        {
            _table.TryRemove(draft.Id, out change);
        }
        else
        {
            change = _table.Set(draft.Id, draft.Data);
        }

        return change;
    }
}
