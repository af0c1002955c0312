using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.History;

namespace OpsLog.Core.Store.Past;

/// <summary>
/// Finds the records of an earlier moment where agents have written. An operation of an agent contains the record that the
/// agent knew, which need not be the one before it in the total order. So the moment is a place in each log, and a record
/// is what the last operation in the total order left that is before these places.
/// </summary>
/// <param name="backend">Where the store is.</param>
/// <param name="logs">The logs.</param>
/// <param name="indexes">Where operations are in the logs.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class AgentsRewind(IStorageBackend backend, PastLogs logs, LogIndexes indexes, CancellationToken cancellation)
{
    /// <summary>For more records than these, one reading of the logs costs less than a search for each of them.</summary>
    private const int MostSearches = 16;

    /// <summary>The records of which a kept operation before the moment is certainly the last one.</summary>
    private readonly HashSet<string> _certain = new(StringComparer.Ordinal);

    /// <summary>When records were changed by undos after the moment, the last time of each.</summary>
    private readonly Dictionary<string, DateTime> _undos = new(StringComparer.Ordinal);

    /// <summary>Changes the records of now to those of a moment; returns the ids that it may have changed.</summary>
    /// <param name="table">The records.</param>
    /// <param name="point">The moment.</param>
    /// <exception cref="HistoryException">The logs do not contain that step, or do not lead to it.</exception>
    public IReadOnlyCollection<string> Run(RecordTable table, HistoryPoint point)
    {
        Dictionary<string, long> places = point.Step is null ? FindByTime(point) : FindByOrder(point);
        Dictionary<string, LoggedOperation> later = FindLater(table, places);
        Dictionary<string, LoggedOperation> last = FindLast(later, places);
        ThrowIfUncertain(point, later, last);
        foreach ((string id, LoggedOperation first) in later)
        {
            ReadOnlyMemory<byte>? value = last.TryGetValue(id, out LoggedOperation? winner) ? winner.After
                : first.IsBeforeUnknown ? throw HistoryException.Contradictory(backend.Location, first.Log, first.Offset, $"the operation does not say what record '{id}' was before it")
                : first.Before;
            byte[] key = JsonText.Encode(id);
            table.TryRemove(key, out _);
            if (value is { } found)
            {
                table.Set(key, found.Span);
            }
        }

        return later.Keys;
    }

    /// <summary>
    /// Where logs were removed, an operation that is as old as theirs need not have been the last one on its record. It was if
    /// the next one came behind it. Otherwise the next one is the first whose result is known. An undo contains what it takes back
    /// and not what was there, and others may have read its result. So behind an undo, nothing can be concluded.
    /// </summary>
    private void ThrowIfUncertain(HistoryPoint point, Dictionary<string, LoggedOperation> later, Dictionary<string, LoggedOperation> last)
    {
        DateTime?[] known = [.. later.Values.Select(first => KnownFrom(first, last.GetValueOrDefault(first.Id)))];
        if (logs.RemovedUntil > DateTime.MinValue && known.Max() is { } earliest)
        {
            throw HistoryException.NotKept(backend.Location, point.ToString(), earliest);
        }
    }

    /// <summary>From when on the value of a record is known; null if it is known at the moment too.</summary>
    private DateTime? KnownFrom(LoggedOperation first, LoggedOperation? winner) =>
        _certain.Contains(first.Id) ? null
        : _undos.TryGetValue(first.Id, out DateTime undone) ? undone
        : winner is not null && !AreSame(winner.After, first.Before) ? first.Time
        : null;

    /// <summary>Whether it is an undo, which has its place in the total order behind what it takes back.</summary>
    private static bool IsPlaced(LoggedOperation operation) => operation is { UndoRank: > 0, Agent: not null };

    private static bool AreSame(ReadOnlyMemory<byte>? left, ReadOnlyMemory<byte>? right) =>
        left is null || right is null ? left is null && right is null : RecordJson.AreEqual(left.Value.Span, right.Value.Span);

    /// <summary>The offsets where the moment is in each log: behind the last step of its writer that is not later.</summary>
    private Dictionary<string, long> FindByTime(HistoryPoint point)
    {
        Dictionary<string, long> places = new(StringComparer.Ordinal);
        foreach (IGrouping<string, PastLog> writer in logs.All.GroupBy(log => log.Writer, StringComparer.Ordinal))
        {
            foreach (PastLog log in writer.Reverse())
            {
                if (FindIn(log, point, out long place))
                {
                    places[log.Name] = place;
                    break;
                }

                places[log.Name] = 0;
            }
        }

        return places;
    }

    private bool FindIn(PastLog log, HistoryPoint point, out long place)
    {
        place = long.MaxValue;
        foreach (LoggedOperation operation in log.ReadNewestFirst(backend))
        {
            cancellation.ThrowIfCancellationRequested();
            if (operation.EndsStep && point.Includes(operation))
            {
                return true;
            }

            place = operation.StepOffset;
        }

        return false;
    }

    /// <summary>The same for a step: behind everything that is not after it in the total order. No batch is parted.</summary>
    private Dictionary<string, long> FindByOrder(HistoryPoint point)
    {
        Dictionary<string, long> places = new(StringComparer.Ordinal);
        foreach (LoggedOperation operation in HistoryMerge.ByClockNewestFirst([.. logs.All.Select(log => log.ReadNewestFirst(backend))]))
        {
            cancellation.ThrowIfCancellationRequested();
            if (operation.EndsStep && point.Includes(operation))
            {
                return places;
            }

            places[operation.Log] = operation.StepOffset;
        }

        throw HistoryException.NoStep(backend.Location, point.ToString());
    }

    /// <summary>
    /// The records whose value of now was set after the moment, each with the first operation on it after the moment. All
    /// others are as they were: what set them is before it.
    /// </summary>
    private Dictionary<string, LoggedOperation> FindLater(RecordTable table, Dictionary<string, long> places)
    {
        Dictionary<string, LoggedOperation> first = new(StringComparer.Ordinal);
        HashSet<string> wereSet = new(StringComparer.Ordinal);
        IEnumerable<IEnumerable<LoggedOperation>> streams = logs.All.Where(log => places.ContainsKey(log.Name)).Select(log => log.ReadFrom(backend, places[log.Name]));
        foreach (LoggedOperation operation in HistoryMerge.ByClock(streams))
        {
            cancellation.ThrowIfCancellationRequested();
            first.TryAdd(operation.Id, operation);
            if (IsPlaced(operation))
            {
                _undos[operation.Id] = operation.Time ?? DateTime.MaxValue;
            }

            bool exists = table.TryGet(JsonText.Encode(operation.Id), out ReadOnlySpan<byte> value);
            if (operation.After is { } after ? exists && RecordJson.AreEqual(value, after.Span) : !exists)
            {
                wereSet.Add(operation.Id);
            }
        }

        return first.Where(entry => wereSet.Contains(entry.Key)).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>For records that a kept operation before the moment left, the last one of these in the total order.</summary>
    private Dictionary<string, LoggedOperation> FindLast(Dictionary<string, LoggedOperation> wanted, Dictionary<string, long> places)
    {
        Dictionary<string, LoggedOperation> last = new(StringComparer.Ordinal);
        if (wanted.Count > MostSearches)
        {
            FindLast(wanted.Keys, places, null, last);
            return last;
        }

        foreach (string id in wanted.Keys)
        {
            FindLast([id], places, new HistorySearch(indexes, new OperationFilter { Id = id }), last);
        }

        return last;
    }

    private void FindLast(IEnumerable<string> ids, Dictionary<string, long> places, HistorySearch? search, Dictionary<string, LoggedOperation> last)
    {
        HashSet<string> wanted = new(ids, StringComparer.Ordinal);
        Dictionary<string, List<LoggedOperation>> undos = new(StringComparer.Ordinal);
        IEnumerable<LoggedOperation>[] streams = [.. logs.All.Select(log => log.ReadBefore(backend, places.GetValueOrDefault(log.Name, long.MaxValue), search))];
        using IEnumerator<LoggedOperation> operations = HistoryMerge.ByClockNewestFirst(streams).GetEnumerator();
        while (wanted.Count > 0 && operations.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            LoggedOperation operation = operations.Current;
            if (!wanted.Contains(operation.Id))
            {
                continue;
            }

            if (IsPlaced(operation))
            {
                (undos.TryGetValue(operation.Id, out List<LoggedOperation>? met) ? met : undos[operation.Id] = []).Add(operation);
                continue;
            }

            wanted.Remove(operation.Id);

            // An undo was met where it was written. It has the place of what it takes back, and so the age.
            if (operation.Time > logs.RemovedUntil)
            {
                _certain.Add(operation.Id);
            }

            last[operation.Id] = undos.GetValueOrDefault(operation.Id, []).Append(operation)
                .OrderBy(met => met.Clock ?? long.MaxValue).ThenBy(met => met.Agent, StringComparer.Ordinal).ThenBy(met => met.UndoRank).Last();
        }
    }
}
