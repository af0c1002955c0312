using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.State;

/// <summary>
/// Brings the operations of several logs into their total order: by clock, then agent by ordinal comparison, then
/// place in the file. One without a clock counts as the next after what stands before it.
/// </summary>
internal sealed class LogMerger
{
    private readonly long _snapshotClock;
    private readonly List<Stamped> _operations = [];
    private readonly ByteBuffer _scratch = new();

    /// <summary>Merges behind a snapshot that covers clocks up to <paramref name="snapshotClock"/>.</summary>
    public LogMerger(long snapshotClock)
    {
        _snapshotClock = snapshotClock;
        Clock = snapshotClock;
    }

    private sealed record Stamped(long Clock, byte[] Agent, int Place, byte[] Id, byte[]? Value);

    /// <summary>The highest clock seen.</summary>
    public long Clock { get; private set; }

    /// <summary>Takes in a log's whole steps.</summary>
    public void Add(LogScanner scanner)
    {
        long clock = _snapshotClock;
        int stepStart = _operations.Count;
        while (scanner.TryRead(out OperationView operation))
        {
            if (scanner.DropsOpenStep)
            {
                _operations.RemoveRange(stepStart, _operations.Count - stepStart);
            }

            if (scanner.StartsStep)
            {
                stepStart = _operations.Count;
            }

            clock = operation.Clock ?? clock + 1;
            Clock = Math.Max(Clock, clock);
            _operations.Add(new Stamped(
                clock,
                Plain(operation.RawAgent),
                _operations.Count,
                Plain(operation.RawId),
                operation.Kind == OperationKind.Delete ? null : operation.CompactData(_scratch).ToArray()));
        }

        if (scanner.DropsOpenStep)
        {
            _operations.RemoveRange(stepStart, _operations.Count - stepStart);
        }
    }

    /// <summary>Applies everything in order and returns how many operations that were.</summary>
    public int Apply(RecordTable table)
    {
        _operations.Sort(Compare);
        foreach (Stamped operation in _operations)
        {
            if (operation.Value is null)
            {
                table.TryRemove(operation.Id, out _);
            }
            else
            {
                table.Set(operation.Id, operation.Value);
            }
        }

        return _operations.Count;
    }

    private static int Compare(Stamped left, Stamped right)
    {
        int order = left.Clock.CompareTo(right.Clock);
        order = order != 0 ? order : left.Agent.AsSpan().SequenceCompareTo(right.Agent);
        return order != 0 ? order : left.Place.CompareTo(right.Place);
    }

    private byte[] Plain(ReadOnlySpan<byte> raw)
    {
        _scratch.Clear();
        JsonText.Unescape(raw, _scratch);
        return _scratch.Span.ToArray();
    }
}
