using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.State;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

/// <summary>Records as strings, as tests like to write them.</summary>
internal static class StoreExtensions
{
    public static void Set(this IRecordWriter store, string id, string json) => store.Set(id, Encoding.UTF8.GetBytes(json));

    /// <summary>Erases the last step as the npm package does; undoes it where that is not possible.</summary>
    public static IReadOnlyList<LoggedOperation> EraseOrUndo(this OpsLogStore store)
    {
        try
        {
            return store.Erase();
        }
        catch (UndoException)
        {
            return store.Undo();
        }
    }

    public static string? GetText(this OpsLogStore store, string id) =>
        store.Get(id) is { } value ? Encoding.UTF8.GetString(value) : null;

    public static string? Text(this ReadOnlyMemory<byte>? value) => value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    /// <summary>The whole state, in the store's order.</summary>
    public static List<KeyValuePair<string, string>> State(this IRecordReader store)
    {
        List<KeyValuePair<string, string>> state = [];
        foreach (RecordRef record in store.View())
        {
            state.Add(new(record.IdText, Encoding.UTF8.GetString(record.Value)));
        }

        return state;
    }

    /// <summary>The ids of the records in a view, in its order.</summary>
    public static IEnumerable<string> Ids(this RecordView view)
    {
        for (int cursor = -1; view.TryAdvance(ref cursor);)
        {
            yield return view.At(cursor).IdText;
        }
    }

    /// <summary>The whole state by id.</summary>
    public static SortedDictionary<string, string> StateById(this IRecordReader store) =>
        new(store.State().ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>The records of an archive segment by id.</summary>
    public static SortedDictionary<string, string> SegmentById(this OpsLogStore store, string segment) =>
        new(store.ReadSegment(segment).ToDictionary(record => record.Id, record => Encoding.UTF8.GetString(record.Value.Span)), StringComparer.Ordinal);
}
