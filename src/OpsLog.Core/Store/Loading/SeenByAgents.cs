using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.History;

namespace OpsLog.Core.Store.Loading;

/// <summary>
/// How much of a single writer's log the agents beside it had certainly read, even where the times say otherwise: the computer's
/// clock may have been set back between the one's turn and the others'.
/// </summary>
/// <remarks>
/// The first operation of an agent on a record says what the record was for it. Where that is a value which only an
/// operation of the single writer left, the agent had read the log up to there. What is younger than the first agent's
/// log by its time, and no agent is known to have read, may have been written by either before the other.
/// </remarks>
internal sealed class SeenByAgents(IStorageBackend backend, RecordTable snapshot, IReadOnlyCollection<LogCursor> agents)
{
    private readonly Dictionary<string, Doubtful> _doubtful = new(StringComparer.Ordinal);

    /// <summary>Where the last operation begins that an agent had read although its time says otherwise; -1 where there is none.</summary>
    public long FindLast(LogCursor writer)
    {
        long began = agents.Min(cursor => StoreLayout.TryParseAgentLog(cursor.Log, out _, out FileNameTime time) ? time.UnixMs : 0);
        if (FirstSince(began, writer) is not { } doubtful)
        {
            return -1;
        }

        foreach (LoggedOperation operation in Read(writer, doubtful))
        {
            if (!_doubtful.TryGetValue(operation.Id, out Doubtful? record))
            {
                byte[]? original = snapshot.TryGet(JsonText.Encode(operation.Id), out ReadOnlySpan<byte> found) ? found.ToArray() : null;
                _doubtful.Add(operation.Id, record = new Doubtful(original) { Before = original });
            }

            record.Values.Add((operation.Offset, operation.After?.ToArray()));
        }

        foreach (LoggedOperation operation in Read(writer, writer.Covered).TakeWhile(operation => operation.Offset < doubtful))
        {
            if (_doubtful.TryGetValue(operation.Id, out Doubtful? record))
            {
                record.Before = operation.After?.ToArray();
            }
        }

        foreach (LoggedOperation operation in agents.SelectMany(cursor => Read(cursor, cursor.Covered)))
        {
            if (_doubtful.TryGetValue(operation.Id, out Doubtful? record) && (record.First is not { } first || operation.Clock < first.Clock))
            {
                record.First = operation;
            }
        }

        // There is none where all that is doubtful is a batch which was not written to its end.
        return _doubtful.Values.Select(record => record.SeenTo).DefaultIfEmpty(-1).Max();
    }

    /// <summary>Where the first operation begins that is, by its time, not older than what agents wrote.</summary>
    private long? FirstSince(long unixMs, LogCursor writer)
    {
        using IObjectReader source = backend.OpenRead(writer.Log);
        LogScanner scanner = new(new LineReader(source, writer.Covered, Math.Max(writer.Covered, source.Length)));
        while (scanner.TryRead(out OperationView operation))
        {
            if (Timestamp.TryReadUnixMs(operation.Timestamp, out long time) && time >= unixMs)
            {
                return scanner.Offset;
            }
        }

        return null;
    }

    private IEnumerable<LoggedOperation> Read(LogCursor cursor, long from)
    {
        using IObjectReader source = backend.OpenRead(cursor.Log);
        foreach (LoggedOperation operation in HistoryReader.Read(source, cursor.Log, from, Math.Max(from, source.Length), new OperationFilter()))
        {
            yield return operation;
        }
    }

    /// <summary>A record that the single writer wrote, by the times, after an agent had come.</summary>
    /// <param name="original">What it is in the snapshot.</param>
    private sealed class Doubtful(byte[]? original)
    {
        /// <summary>What it was before those operations.</summary>
        public byte[]? Before { get; set; }

        /// <summary>What the operations left, and where they begin.</summary>
        public List<(long Offset, byte[]? Value)> Values { get; } = [];

        /// <summary>The first operation of an agent on it.</summary>
        public LoggedOperation? First { get; set; }

        public long SeenTo
        {
            get
            {
                byte[]? seen = First?.Before?.ToArray();
                int at = First is null || AreSame(seen, original) || AreSame(seen, Before) ? -1 : Values.FindIndex(left => AreSame(left.Value, seen));
                return at < 0 ? -1 : Values[at].Offset;
            }
        }

        private static bool AreSame(byte[]? left, byte[]? right) =>
            left is null || right is null ? left is null && right is null : JsonEquality.AreEqual(left, right);
    }
}
