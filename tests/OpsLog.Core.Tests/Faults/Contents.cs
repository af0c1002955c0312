using System.Collections.Immutable;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults;

/// <summary>The content of a store for its callers: records, archived records, and history.</summary>
internal sealed record Contents
{
    public const string Segment = "old";

    public ImmutableSortedDictionary<string, string> Records { get; init; } = Ordinal;

    /// <summary>The records of the one segment that scripts use.</summary>
    public ImmutableSortedDictionary<string, string> Archived { get; init; } = Ordinal;

    public ImmutableList<string> History { get; init; } = [];

    public int SchemaVersion { get; init; } = 1;

    private static ImmutableSortedDictionary<string, string> Ordinal { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static Contents Of(OpsLogStore store) => new()
    {
        Records = Ordinal.AddRange(store.StateById()),
        Archived = store.GetSegmentNames().Contains(Segment) ? Ordinal.AddRange(store.SegmentById(Segment)) : Ordinal,
        History = [.. store.GetOperations().Select(Fact)],
        SchemaVersion = store.GetStatistics().SchemaVersion,
    };

    public Contents Set(string id, string json, string mark = "") => this with
    {
        Records = Records.SetItem(id, json),
        History = History.Add($"Set {id} {json}{mark}"),
    };

    public Contents Delete(string id, string mark = "") => this with
    {
        Records = Records.Remove(id),
        History = History.Add($"Delete {id}{mark}"),
    };

    /// <summary>
    /// Undoes a step by its inverse: what it changed is again as in <paramref name="before"/>, and the history
    /// continues.
    /// </summary>
    public Contents Restore(Contents before, params string[] ids)
    {
        Contents restored = this;
        foreach (string id in ids)
        {
            restored = before.Records.TryGetValue(id, out string? value) ? restored.Set(id, value, " undo") : restored.Delete(id, " undo");
        }

        return restored with { Archived = before.Archived };
    }

    public bool HasSameState(Contents other) =>
        Records.SequenceEqual(other.Records) && Archived.SequenceEqual(other.Archived) && SchemaVersion == other.SchemaVersion;

    /// <summary>Whether the history is the same; between agents the order of the logs is not that of the script.</summary>
    public bool HasSameHistory(Contents other, bool inAnyOrder) => inAnyOrder
        ? History.Sort(StringComparer.Ordinal).SequenceEqual(other.History.Sort(StringComparer.Ordinal))
        : History.SequenceEqual(other.History);

    /// <summary>Whether the history is the end of the other one, and not less than so much of it.</summary>
    public bool HasEndOfHistory(Contents other, int atLeast) =>
        History.Count >= atLeast && other.History.TakeLast(History.Count).SequenceEqual(History);

    /// <summary>The lines that one of the two has and the other has not.</summary>
    public string DifferenceFrom(Contents other)
    {
        string[] mine = [.. Lines()];
        string[] others = [.. other.Lines()];
        IEnumerable<string> different = mine.Except(others).Select(line => $"  + {line}").Concat(others.Except(mine).Select(line => $"  - {line}"));
        return string.Join('\n', different.DefaultIfEmpty("  the same, in another order or number"));
    }

    private IEnumerable<string> Lines() =>
        [$"version {SchemaVersion}", .. Records.Select(record => $"record {record.Key} {record.Value}"),
            .. Archived.Select(record => $"archived {record.Key} {record.Value}"), .. History.Select(fact => $"history {fact}")];

    private static string Fact(LoggedOperation operation) =>
        $"{operation.Kind} {operation.Id}{(operation.After is null ? "" : $" {operation.After.Text()}")}"
        + (operation.IsUndo ? " undo" : "") + (operation.Segment is null ? "" : $" to {operation.Segment}");
}
