using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Maintenance;

/// <summary>Checks each operation of one log, and their clocks against one another.</summary>
/// <param name="agent">The agent of the log; empty for the log of a single writer.</param>
/// <param name="findings">Receives the findings.</param>
internal sealed class OperationCheck(string agent, FileFindings findings) : IDisposable
{
    private readonly byte[] _agent = JsonText.Encode(agent);
    private readonly ByteBuffer _scratch = new();
    private long _unknownKeys;

    /// <summary>The highest clock on a line.</summary>
    public long Clock { get; private set; }

    /// <summary>The number of lines without a checksum.</summary>
    public long Unsealed { get; private set; }

    /// <summary>The total number of operations.</summary>
    public long Operations { get; private set; }

    /// <summary>Operations of an agent that the snapshot does not cover although they are below its horizon.</summary>
    public List<LateOperation> Late { get; } = [];

    public void Dispose() => _scratch.Dispose();

    /// <param name="operation">The operation.</param>
    /// <param name="at">Its place.</param>
    /// <param name="horizon">The clock that an operation of an agent must be above if the snapshot does not cover it.</param>
    public void Check(in OperationView operation, LogScanner at, long horizon)
    {
        Operations++;
        Unsealed += operation.IsSealed ? 0 : 1;
        CheckSeal(operation, at);
        CheckTime(operation, at);
        CheckPatch(operation, at);
        CheckAgent(operation, at);
        if (operation.Clock is { } clock)
        {
            // The clocks of the npm package are relative to the snapshot.
            CheckClock(operation, clock, at, operation.IsSealed ? horizon : 0);
        }
        else if (_agent.Length > 0 && !operation.RawAgent.IsEmpty)
        {
            findings.Warning(
                FindingKind.InvalidStamp, at.Line, at.Offset, "The operation has no clock, which every operation of an agent requires.", "Compare the file with a backup.");
        }

        if (operation.HasUnknownKey && !operation.IsSealed && _unknownKeys++ == 0)
        {
            findings.Information(
                FindingKind.UnknownKey, at.Line, at.Offset, "This line contains a key that is unknown to this engine. Other lines may contain it too.",
                "If no newer version of a program writes this key, the line was damaged. Compare the file with a backup.");
        }
    }

    /// <summary>If more than a letter of a seal is damaged, the line looks like a line of another program.</summary>
    private void CheckSeal(in OperationView operation, LogScanner at)
    {
        if (!operation.IsSealed && (operation.Batch.IsPart || operation.IsUndo || !operation.RawSegment.IsEmpty || !operation.Replaced.IsEmpty || !operation.RawUndoes.IsEmpty))
        {
            findings.Warning(
                FindingKind.WrongChecksum, at.Line, at.Offset, "The operation has a key that only this engine writes, but no checksum, which this engine always writes.",
                "The operation was damaged or edited by hand, and is replayed. Compare the file with a backup.");
        }
    }

    private void CheckTime(in OperationView operation, LogScanner at)
    {
        if (!Timestamp.IsExact(operation.Timestamp) && !Timestamp.TryParse(Text(operation.Timestamp), out _))
        {
            findings.Warning(
                FindingKind.InvalidTimestamp, at.Line, at.Offset, "The timestamp of the operation is not a valid time.",
                "Only queries for operations by time are affected. Restore the file from a backup if you need them.");
        }
    }

    private void CheckPatch(in OperationView operation, LogScanner at)
    {
        if (!operation.IsDelta || operation.Previous.IsEmpty)
        {
            return;
        }

        _scratch.Clear();
        if (operation.Kind == OperationKind.Delete || !RecordDelta.TryApply(operation.Data, operation.Previous, _scratch))
        {
            findings.Error(
                FindingKind.InvalidPatch, at.Line, at.Offset,
                "The reverse patch of the operation can't be applied to its record, so history and undo do not contain the value before it.", Advice.Restore);
        }
    }

    private void CheckAgent(in OperationView operation, LogScanner at)
    {
        // Single writers of the npm package append to the log in 'activeOps', even if it is the log of an agent.
        if (operation.RawAgent.IsEmpty || IsOwn(operation.RawAgent))
        {
            return;
        }

        string writer = $"agent '{Text(operation.RawAgent)}'";
        if (_agent.Length == 0)
        {
            findings.Warning(
                FindingKind.ForeignOperation, at.Line, at.Offset, $"The log belongs to a single writer, but the operation was written by {writer}.",
                "The operation is replayed. Find out which program wrote it to this log.");
        }
        else
        {
            findings.Error(
                FindingKind.ForeignOperation, at.Line, at.Offset, $"The log belongs to agent '{agent}', but the operation was written by {writer}.", Advice.Restore);
        }
    }

    private void CheckClock(in OperationView operation, long clock, LogScanner at, long horizon)
    {
        // An agent's undo has the clock of the operation that it undoes, which can be in an earlier log.
        bool isPlacedBack = _agent.Length > 0 && operation.IsUndo;
        if (!isPlacedBack && clock <= Clock)
        {
            findings.Warning(
                FindingKind.InvalidStamp, at.Line, at.Offset,
                $"The clock of the operation is {clock}, but the operation before it has {Clock}. Clocks within a log increase.",
                "Lines of the log were changed, moved or written twice. Compare the file with a backup.");
        }
        else if (clock <= horizon && _agent.Length > 0)
        {
            _scratch.Clear();
            JsonText.Unescape(operation.RawId, _scratch);
            Late.Add(new LateOperation(_scratch.Span.ToArray(), new RecordStamp(clock, _agent, operation.UndoRank), at.Line, at.Offset));
        }

        Clock = Math.Max(Clock, clock);
    }

    /// <summary>An operation below the horizon, and its place.</summary>
    internal readonly record struct LateOperation(byte[] Id, RecordStamp Stamp, long Line, long Offset);

    private bool IsOwn(ReadOnlySpan<byte> raw)
    {
        _scratch.Clear();
        JsonText.Unescape(raw, _scratch);
        return _scratch.Span.SequenceEqual(_agent);
    }

    private string Text(ReadOnlySpan<byte> raw)
    {
        _scratch.Clear();
        JsonText.Unescape(raw, _scratch);
        return JsonText.Decode(_scratch.Span);
    }
}
