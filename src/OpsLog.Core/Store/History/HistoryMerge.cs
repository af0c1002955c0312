namespace OpsLog.Core.Store.History;

/// <summary>Brings the histories of several logs into one.</summary>
internal static class HistoryMerge
{
    /// <summary>Operations gathered log by log, older logs first, in the order that counts; as they are where some have no clock.</summary>
    public static IReadOnlyList<LoggedOperation> InOrder(IReadOnlyList<LoggedOperation> operations) =>
        operations.All(operation => operation.Clock is not null) ? [.. ByClock(operations.GroupBy(operation => operation.Agent, StringComparer.Ordinal))] : operations;

    /// <summary>
    /// Merges by clock, then agent. An undo carries the clock of what it takes back and comes where it was written: no
    /// operation counts as earlier than the one before it in its log. One without a clock comes before the first with one
    /// that was not written before it.
    /// </summary>
    public static IEnumerable<LoggedOperation> ByClock(IEnumerable<IEnumerable<LoggedOperation>> streams)
    {
        PriorityQueue<(IEnumerator<LoggedOperation> Source, long Clock), (long Clock, string Agent, int Stream)> next = new(
            Comparer<(long Clock, string Agent, int Stream)>.Create(Compare));
        PriorityQueue<(IEnumerator<LoggedOperation> Source, long Clock), (DateTime Time, int Stream)> unclocked = new();
        List<IEnumerator<LoggedOperation>> opened = [];
        try
        {
            foreach (IEnumerable<LoggedOperation> stream in streams)
            {
                opened.Add(stream.GetEnumerator());
                Enqueue(opened[^1], 0, opened.Count);
            }

            while (next.Count > 0 || unclocked.Count > 0)
            {
                bool isClocked = next.TryPeek(out (IEnumerator<LoggedOperation> Source, long Clock) first, out (long Clock, string Agent, int Stream) place);
                if (unclocked.TryPeek(out (IEnumerator<LoggedOperation> Source, long Clock) early, out (DateTime Time, int Stream) at)
                    && !(isClocked && first.Source.Current.Time < at.Time))
                {
                    unclocked.Dequeue();
                    yield return early.Source.Current;
                    Enqueue(early.Source, early.Clock, at.Stream);
                }
                else
                {
                    next.Dequeue();
                    yield return first.Source.Current;
                    Enqueue(first.Source, first.Clock, place.Stream);
                }
            }
        }
        finally
        {
            opened.ForEach(stream => stream.Dispose());
        }

        void Enqueue(IEnumerator<LoggedOperation> stream, long clock, int number)
        {
            if (!stream.MoveNext())
            {
                return;
            }

            if (stream.Current.Clock is { } own)
            {
                clock = Math.Max(clock, own);
                next.Enqueue((stream, clock), (clock, stream.Current.Agent ?? "", number));
            }
            else
            {
                unclocked.Enqueue((stream, clock), (stream.Current.Time ?? DateTime.MinValue, number));
            }
        }
    }

    /// <summary>The same order backwards, from streams that are newest first.</summary>
    /// <param name="streams">
    /// The streams of the logs, older logs first. They are opened from the newest log on: logs are removed from the oldest on,
    /// so no log is missing between two that are read.
    /// </param>
    public static IEnumerable<LoggedOperation> ByClockNewestFirst(IReadOnlyList<IEnumerable<LoggedOperation>> streams)
    {
        PriorityQueue<NewestFirstStream, (long Clock, string Agent, int Stream)> next = new(
            Comparer<(long Clock, string Agent, int Stream)>.Create((left, right) => Compare(right, left)));
        PriorityQueue<NewestFirstStream, (DateTime Time, int Stream)> unclocked = new(
            Comparer<(DateTime Time, int Stream)>.Create((left, right) => right.CompareTo(left)));
        List<NewestFirstStream> opened = [];
        try
        {
            for (int i = streams.Count - 1; i >= 0; i--)
            {
                opened.Add(new NewestFirstStream(streams[i], i));
                Enqueue(opened[^1]);
            }

            while (next.Count > 0 || unclocked.Count > 0)
            {
                bool isUnclocked = unclocked.TryPeek(out NewestFirstStream? late, out (DateTime Time, int Stream) at)
                    && !(next.TryPeek(out NewestFirstStream? last, out _) && last.Current.Time >= at.Time);
                NewestFirstStream taken = isUnclocked ? unclocked.Dequeue() : next.Dequeue();
                yield return taken.Current;
                Enqueue(taken);
            }
        }
        finally
        {
            opened.ForEach(stream => stream.Dispose());
        }

        void Enqueue(NewestFirstStream stream)
        {
            if (!stream.MoveNext())
            {
                return;
            }

            if (stream.Current.Clock is null)
            {
                unclocked.Enqueue(stream, (stream.Current.Time ?? DateTime.MinValue, stream.Number));
            }
            else
            {
                next.Enqueue(stream, (stream.Clock, stream.Current.Agent ?? "", stream.Number));
            }
        }
    }

    private static int Compare((long Clock, string Agent, int Stream) left, (long Clock, string Agent, int Stream) right)
    {
        int order = left.Clock.CompareTo(right.Clock);
        order = order != 0 ? order : string.CompareOrdinal(left.Agent, right.Agent);
        return order != 0 ? order : left.Stream.CompareTo(right.Stream);
    }
}
