using OpsLog.Core.State;
using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Filters;

namespace OpsLog.PowerShell.Measures;

/// <summary>Counts and measures records in groups.</summary>
/// <param name="requests">What is measured.</param>
/// <param name="groupBy">The property whose values are the groups; null for one group.</param>
/// <param name="refuse">Gets the error of a record and the id of the record.</param>
internal sealed class Measurement(IReadOnlyList<MeasureRequest> requests, RecordProperty? groupBy, Action<ConversionException, string> refuse)
{
    private readonly Dictionary<GroupKey, Group> _groups = new(GroupKey.Comparer);

    // Most values are repeated, so that their JSON is sufficient to find the group.
    private readonly Dictionary<string, Group> _byJson = new(StringComparer.Ordinal);
    private readonly bool[] _isFound = new bool[requests.Count];
    private long _count;

    /// <summary>The properties that none of the records has; none if there are no records.</summary>
    public IEnumerable<string> Missing => requests.Where((_, i) => _count > 0 && !_isFound[i]).Select(request => request.Property.Name);

    /// <summary>Whether all records are in one group and only counted.</summary>
    public bool CountsOnly => requests.Count == 0 && groupBy is null;

    /// <summary>Counts records, if <see cref="CountsOnly"/>.</summary>
    public void Add(long records)
    {
        if (records > 0)
        {
            FindOrAdd(null, null).Count += records;
        }
    }

    /// <summary>Counts and measures a record.</summary>
    public void Add(RecordRef record)
    {
        try
        {
            Group group = GroupOf(record);
            _count++;
            group.Count++;
            for (int i = 0; i < requests.Count; i++)
            {
                Measure(group.Properties[i], i, record);
            }
        }
        catch (ConversionException e)
        {
            refuse(e, record.IdText);
        }
    }

    /// <summary>The results, sorted by group. Without -GroupBy there is always one group.</summary>
    public IEnumerable<OpsLogMeasure> Results()
    {
        if (groupBy is null && _groups.Count == 0)
        {
            _ = FindOrAdd(null, null);
        }

        return _groups.OrderBy(pair => pair.Key, GroupKey.Comparer).SelectMany(pair => pair.Value.ToResults());
    }

    private void Measure(PropertyMeasure measure, int place, RecordRef record)
    {
        try
        {
            _isFound[place] |= measure.Add(record);
        }
        catch (ConversionException e)
        {
            _isFound[place] = true;
            refuse(e, record.IdText);
        }
    }

    private Group GroupOf(RecordRef record)
    {
        StoredValue stored = groupBy is null ? new StoredValue(StoredKind.Missing) : groupBy.In(record);
        string json = stored.Kind == StoredKind.Unknown ? "" : stored.Key;
        if (json.Length > 0 && _byJson.TryGetValue(json, out Group? known))
        {
            return known;
        }

        object? value = stored.Kind == StoredKind.Missing ? null : groupBy!.Read(record, stored);
        Group group = FindOrAdd(value, stored.Kind is StoredKind.Array or StoredKind.Object ? json : null);
        if (json.Length > 0)
        {
            _byJson.Add(json, group);
        }

        return group;
    }

    private Group FindOrAdd(object? value, string? json)
    {
        GroupKey key = new(value, json);
        if (!_groups.TryGetValue(key, out Group? group))
        {
            group = new Group(value, [.. requests.Select(request => new PropertyMeasure(request))]);
            _groups.Add(key, group);
        }

        return group;
    }

    private sealed class Group(object? value, PropertyMeasure[] properties)
    {
        public long Count { get; set; }

        public PropertyMeasure[] Properties => properties;

        public IEnumerable<OpsLogMeasure> ToResults() => properties.Length == 0
            ? [new OpsLogMeasure(value, Count, null)]
            : properties.Select(property => property.ToResult(value, Count));
    }
}
