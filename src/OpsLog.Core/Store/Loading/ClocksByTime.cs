using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Loading;

/// <summary>
/// How far agents had counted at a time: the place in the order of an operation that a single writer wrote beside their
/// logs. Times are asked for in ascending order, so each log is read once, and only as far as is asked.
/// </summary>
internal sealed class ClocksByTime(IStorageBackend backend, IReadOnlyCollection<LogCursor> logs, long snapshotClock) : IDisposable
{
    private readonly List<Source> _sources = [];
    private bool _isOpen;
    private long _time;

    /// <summary>Places the operations of a single writer in a log by their times and offsets; null where none belongs there.</summary>
    public Func<long, long, long>? For(LogCursor log) =>
        log.IsActive ? (unixMs, offset) => offset <= log.SeenTo ? snapshotClock : HighestBefore(unixMs, log.Log) : null;

    /// <summary>The highest clock of an operation in another log that was written before <paramref name="unixMs"/>.</summary>
    public long HighestBefore(long unixMs, string except)
    {
        Open();
        _time = Math.Max(_time, unixMs);
        long highest = snapshotClock;
        foreach (Source source in _sources)
        {
            if (source.Log != except)
            {
                highest = Math.Max(highest, source.HighestBefore(_time));
            }
        }

        return highest;
    }

    public void Dispose() => _sources.ForEach(source => source.Dispose());

    private void Open()
    {
        if (_isOpen)
        {
            return;
        }

        _isOpen = true;
        foreach (LogCursor log in logs.Where(log => log.Agent.Length > 0))
        {
            _sources.Add(new Source(log.Log, backend.OpenRead(log.Log), log.Covered, snapshotClock));
        }
    }

    private sealed class Source(string log, IObjectReader reader, long from, long snapshotClock) : IDisposable
    {
        private readonly LogScanner _scanner = new(new LineReader(reader, from, Math.Max(from, reader.Length)));
        private (long Time, long Clock)? _next = (0, 0);
        private long _highest;

        public string Log => log;

        public long HighestBefore(long unixMs)
        {
            // An operation whose time is before that of the one ahead of it was written after that all the same.
            while (_next is { } next && next.Time < unixMs)
            {
                _highest = Math.Max(_highest, next.Clock);
                _next = Read();
            }

            return _highest;
        }

        public void Dispose() => reader.Dispose();

        private (long Time, long Clock)? Read()
        {
            while (_scanner.TryRead(out OperationView operation))
            {
                if (operation is { RawAgent.IsEmpty: false, Clock: not null })
                {
                    Timestamp.TryReadUnixMs(operation.Timestamp, out long time);
                    return (time, LogReplay.ClockOf(operation, snapshotClock));
                }
            }

            return null;
        }
    }
}
