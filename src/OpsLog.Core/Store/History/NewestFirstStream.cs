namespace OpsLog.Core.Store.History;

/// <summary>
/// The operations of one log, newest first, each with its place in the order of the clock. An undo has the clock of what
/// it undoes, but its place is where it was written: behind the operation that is before it in the log.
/// </summary>
/// <param name="newestFirst">The operations.</param>
/// <param name="number">The number of the log among several, which decides between equal places.</param>
internal sealed class NewestFirstStream(IEnumerable<LoggedOperation> newestFirst, int number) : IDisposable
{
    private readonly IEnumerator<LoggedOperation> _source = newestFirst.GetEnumerator();
    private readonly Queue<(LoggedOperation Operation, long Clock)> _ready = new();

    /// <summary>The number of the log.</summary>
    public int Number => number;

    /// <summary>The operation to which <see cref="MoveNext"/> moved.</summary>
    public LoggedOperation Current { get; private set; } = null!;

    /// <summary>The place of <see cref="Current"/> in the order of the clock; not used for an operation without a clock.</summary>
    public long Clock { get; private set; }

    /// <summary>Moves to the operation before the current one.</summary>
    public bool MoveNext()
    {
        if (_ready.Count == 0)
        {
            Fill();
        }

        if (!_ready.TryDequeue(out (LoggedOperation Operation, long Clock) next))
        {
            return false;
        }

        (Current, Clock) = next;
        return true;
    }

    public void Dispose() => _source.Dispose();

    /// <summary>Reads undos together with the operation before them, which gives them their place.</summary>
    private void Fill()
    {
        List<LoggedOperation> read = [];
        while (_source.MoveNext())
        {
            read.Add(_source.Current);
            if (read[0].Clock is null || _source.Current is { UndoRank: 0, Clock: not null })
            {
                break;
            }
        }

        long[] places = new long[read.Count];
        long place = 0;
        for (int i = read.Count - 1; i >= 0; i--)
        {
            places[i] = place = Math.Max(place, read[i].Clock ?? 0);
        }

        for (int i = 0; i < read.Count; i++)
        {
            _ready.Enqueue((read[i], places[i]));
        }
    }
}
