using System.Collections.Immutable;
using OpsLog.TestHost.Workloads;

namespace OpsLog.Core.Tests.Store;

/// <summary>
/// A store as it should be: what it holds, and the state before the last step that is not undone. Undo goes back there,
/// whatever checkpoints, closes and reopens came in between.
/// </summary>
internal sealed class ModelState
{
    private readonly ModelState? _before;

    private ModelState(ModelState? before, ImmutableSortedDictionary<string, string> records, ImmutableSortedDictionary<string, (string Segment, string Value)> archived)
    {
        _before = before;
        Records = records;
        Archived = archived;
    }

    public static ModelState Empty { get; } = new(
        null,
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, (string, string)>(StringComparer.Ordinal));

    public ImmutableSortedDictionary<string, string> Records { get; }

    public ImmutableSortedDictionary<string, (string Segment, string Value)> Archived { get; }

    public ModelState After(WorkloadStep step) => step.Kind switch
    {
        StepKind.Set or StepKind.Delete or StepKind.Batch => new(this, Changed(step.Changes), Archived),
        StepKind.Undo => _before ?? this,
        StepKind.Archive => Moved(step.Segment),
        StepKind.Restore => MovedBack(step.Segment),
        _ => this,
    };

    public bool IsStateOf(IReadOnlyDictionary<string, string> records) =>
        records.Count == Records.Count && Records.All(record => records.TryGetValue(record.Key, out string? value) && value == record.Value);

    private ImmutableSortedDictionary<string, string> Changed(IReadOnlyList<(string Id, string? Value)> changes)
    {
        ImmutableSortedDictionary<string, string> records = Records;
        foreach ((string id, string? value) in changes)
        {
            records = value is null ? records.Remove(id) : records.SetItem(id, value);
        }

        return records;
    }

    private ModelState Moved(string segment)
    {
        List<KeyValuePair<string, string>> moved = [.. Records.Where(record => record.Key.StartsWith(WorkloadStep.ArchivedPrefix, StringComparison.Ordinal))];
        return moved.Count == 0 ? this : new(
            this,
            Records.RemoveRange(moved.Select(record => record.Key)),
            Archived.SetItems(moved.Select(record => KeyValuePair.Create(record.Key, (segment, record.Value)))));
    }

    private ModelState MovedBack(string segment)
    {
        List<KeyValuePair<string, string>> moved = [.. Archived
            .Where(record => record.Value.Segment == segment && WorkloadStep.IsRestored(record.Key))
            .Select(record => KeyValuePair.Create(record.Key, record.Value.Value))];
        return moved.Count == 0 ? this : new(this, Records.SetItems(moved), Archived.RemoveRange(moved.Select(record => record.Key)));
    }
}
