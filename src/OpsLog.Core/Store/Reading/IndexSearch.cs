using System.Collections.Concurrent;
using OpsLog.Core.Indexes;
using OpsLog.Core.State;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Reading;

/// <summary>
/// Finds records with indexes. A search takes its indexes and a view of the records under the lock of the state, brings
/// the indexes up to date with the view outside of it, and selects from them what the view contains. Only searches that
/// need the same index wait for each other.
/// </summary>
internal sealed class IndexSearch(StoreState state)
{
    private readonly ConcurrentDictionary<string, object> _searches = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The indexes of the store, as of the last searches.</summary>
    public IReadOnlyList<PropertyIndexInfo> List() => [.. state.Manifest.Indexes.Select(property => InTurn(new[] { property }, () => Describe(property)))];

    /// <summary>The records that a plan selects; null if the store does not have the indexes.</summary>
    public IndexedRecords? Find(IndexPlan plan, bool countsCertain, CancellationToken cancellation)
    {
        string[] properties = [.. plan.Properties.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
        return properties.All(property => state.Manifest.Indexes.Any(index => PropertyIndexes.AreSame(index, property)))
            ? InTurn(properties, () => Search(plan, properties, countsCertain, cancellation))
            : null;
    }

    /// <summary>
    /// Uses indexes that no other search uses at the same time. The names are in order, so that no two searches wait for
    /// each other.
    /// </summary>
    private T InTurn<T>(ArraySegment<string> properties, Func<T> use)
    {
        if (properties is not [var first, ..])
        {
            return use();
        }

        lock (_searches.GetOrAdd(first, _ => new object()))
        {
            return InTurn(properties[1..], use);
        }
    }

    private IndexedRecords? Search(IndexPlan plan, string[] properties, bool countsCertain, CancellationToken cancellation)
    {
        (RecordView view, PropertyIndex[] indexes, IndexUpdate[] updates) = Take(properties);
        if (indexes.Length < properties.Length)
        {
            return null;
        }

        foreach (IndexUpdate update in updates)
        {
            update.Run(view.EntryCount, view.TryGetAt, cancellation);
        }

        if (!Array.TrueForAll(updates, update => update.IsCurrent))
        {
            Return(indexes, updates);
        }

        IndexSelection selection = plan.Select(property => updates[Array.FindIndex(properties, name => PropertyIndexes.AreSame(name, property))].Content);
        long certain = countsCertain && plan.IsCondition ? selection.Certain : 0;
        IndexSelection uncertain = certain > 0 ? selection.Uncertain : selection;
        return new IndexedRecords(view, uncertain.Entries(view.EntryCount), certain, selection.Properties);
    }

    private (RecordView View, PropertyIndex[] Indexes, IndexUpdate[] Updates) Take(string[] properties) => state.Use(table =>
    {
        RecordView view = table.Freeze();
        PropertyIndex[] indexes = [.. properties.Select(property => Find(table, property)).OfType<PropertyIndex>()];
        IndexUpdate[] updates = indexes.Length < properties.Length ? [] : Array.ConvertAll(indexes, index => index.Take(view.EntryCount));
        return (view, indexes, updates);
    });

    private void Return(PropertyIndex[] indexes, IndexUpdate[] updates) => _ = state.Use(_ =>
    {
        for (int i = 0; i < indexes.Length; i++)
        {
            indexes[i].Return(updates[i]);
        }

        return true;
    });

    private PropertyIndexInfo Describe(string property)
    {
        IndexContent? content = state.Use(table => Find(table, property)?.Content);
        return new PropertyIndexInfo(property, content is not null, content?.CountKeys() ?? 0, content?.Bytes ?? 0);
    }

    private PropertyIndex? Find(RecordTable table, string property) =>
        table.Indexes.Use(state.Manifest.Indexes).FirstOrDefault(index => PropertyIndexes.AreSame(index.Property, property));
}
