using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store.Past;

/// <summary>Compares earlier moments of a store with a model.</summary>
internal static class PastAssert
{
    /// <summary>The moment is what the model was, by its time and by its last operation.</summary>
    public static void Is(OpsLogStore store, Moment moment, string context)
    {
        PastRecords past = store.GetPast(HistoryPoint.At(moment.Time));
        Equal(moment.Records, past, $"{context}, at {moment.Time:O}");
        Equal(store.StateById(), past.Current, $"{context}, now");
        if (moment.Last is { } last)
        {
            Equal(moment.Records, store.GetPast(HistoryPoint.After(last)), $"{context}, after {last.Step}");
        }
    }

    /// <summary>The differences of two moments, and of one and now, are those of the model.</summary>
    public static void Compares(OpsLogStore store, Moment first, Moment second, string context)
    {
        if (TryGet(store, first) is not { } before || TryGet(store, second) is not { } after)
        {
            return;
        }

        Equal(Differences(first.Records, second.Records), RecordComparison.Compare(before, after), context);
        Equal(Differences(first.Records, store.StateById()), RecordComparison.Compare(before, before.Current), $"{context}, until now");
        Equal(Differences(store.StateById(), second.Records), RecordComparison.Compare(after.Current, after), $"{context}, from now");
    }

    /// <summary>A moment that was restored differs in nothing from now, and an undo takes the restoring back.</summary>
    public static void RestoresAndComesBack(OpsLogStore store, Moment moment, string context)
    {
        SortedDictionary<string, string> before = store.StateById();
        HistoryPoint point = HistoryPoint.At(moment.Time);
        IReadOnlyList<RecordDifference> made = store.RestorePast(point, _ => true, new StepNote { Comment = "back" });
        Equal(Differences(before, moment.Records), made, context);
        Equal(moment.Records, store, context);
        PastRecords past = store.GetPast(point);
        Assert.Empty(RecordComparison.Compare(past, past.Current));
        Assert.Empty(RecordComparison.Compare(past, store));
        if (made.Count > 0)
        {
            Assert.Equal("back", store.GetOperationsNewestFirst().First().Comment);
            store.Undo();
        }

        Equal(before, store, $"{context}, undone");
    }

    private static PastRecords? TryGet(OpsLogStore store, Moment moment)
    {
        try
        {
            return store.GetPast(HistoryPoint.At(moment.Time));
        }
        catch (Core.Errors.HistoryException)
        {
            return null;
        }
    }

    private static void Equal(IReadOnlyDictionary<string, string> expected, IRecordReader actual, string context)
    {
        string Text(IEnumerable<KeyValuePair<string, string>> records) => string.Join('\n', records.OrderBy(record => record.Key, StringComparer.Ordinal));
        Assert.True(Text(expected) == Text(actual.State()), $"{context}: expected\n{Text(expected)}\nbut it was\n{Text(actual.State())}");
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Keys, id => Assert.True(actual.Contains(id), $"{context}: {id}"));
    }

    private static void Equal(IEnumerable<string> expected, IEnumerable<RecordDifference> actual, string context) => Assert.Equal(
        (context, string.Join('\n', expected)),
        (context, string.Join('\n', actual.Select(difference => $"{difference.Kind} {difference.Id} {difference.Before.Text()} {difference.After.Text()}").Order(StringComparer.Ordinal))));

    private static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        before.Keys.Union(after.Keys)
            .Select(id => (Id: id, Before: before.GetValueOrDefault(id), After: after.GetValueOrDefault(id)))
            .Where(record => record.Before != record.After)
            .Select(record => $"{(record.Before is null ? "Added" : record.After is null ? "Removed" : "Changed")} {record.Id} {record.Before} {record.After}")
            .Order(StringComparer.Ordinal);
}
