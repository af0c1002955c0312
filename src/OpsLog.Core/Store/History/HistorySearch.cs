using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.History;

/// <summary>Streams the operations of one log that a filter asks for, and reads only the parts of the log where they may be.</summary>
/// <param name="indexes">Where they may be.</param>
/// <param name="filter">Which operations.</param>
internal sealed class HistorySearch(LogIndexes indexes, OperationFilter filter)
{
    /// <summary>
    /// The length of the end of a log that is read back before a log without an index is read to make one. What is searched for
    /// may be there.
    /// </summary>
    private const long LateLength = 1024 * 1024;

    /// <summary>Streams them, oldest first.</summary>
    public IEnumerable<LoggedOperation> Read(IObjectReader source, string log, long end) =>
        Parts(source, log, end, mayRead: true).SelectMany(part => HistoryReader.Read(source, log, part.From, part.To, filter));

    /// <summary>Streams them, newest first.</summary>
    public IEnumerable<LoggedOperation> ReadNewestFirst(IObjectReader source, string log, long end)
    {
        IReadOnlyList<(long From, long To)>? known = indexes.Find(source, log, end, filter, mayRead: false);
        long late = known is null && end > LateLength ? HistoryTail.FindStep(source, end - LateLength, end) : end;
        foreach (LoggedOperation operation in HistoryTail.Read(source, log, late, end, filter))
        {
            yield return operation;
        }

        IReadOnlyList<(long From, long To)> parts = known ?? Parts(source, log, end, mayRead: late < end);
        foreach ((long from, long to) in parts.Where(part => part.From < late).Reverse())
        {
            foreach (LoggedOperation operation in HistoryTail.Read(source, log, from, Math.Min(to, late), filter))
            {
                yield return operation;
            }
        }
    }

    private IReadOnlyList<(long From, long To)> Parts(IObjectReader source, string log, long end, bool mayRead) =>
        indexes.Find(source, log, end, filter, mayRead) ?? [(0, end)];
}
