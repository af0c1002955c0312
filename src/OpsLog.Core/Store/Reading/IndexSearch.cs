using OpsLog.Core.Indexes;
using OpsLog.Core.State;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Reading;

/// <summary>
/// Finds records with indexes. What an index returns and the view of the records are taken together under the lock of the
/// state. Building an index reads such a view, so nothing waits for it but the searches that need the index.
/// </summary>
internal sealed class IndexSearch(StoreState state)
{
    private const int RecordsBetweenChecks = 4096;

    private readonly object _building = new();

    /// <summary>The indexes of the store, as of the last searches.</summary>
    public IReadOnlyList<PropertyIndexInfo> List() => Use<IReadOnlyList<PropertyIndexInfo>>((indexes, _) =>
        [.. indexes.Select(index => new PropertyIndexInfo(index.Property, index.Content is not null, index.Content?.CountKeys() ?? 0, index.Content?.Bytes ?? 0))]);

    /// <summary>The records that a plan selects; null if there is no index for it any more.</summary>
    public IndexedRecords? Find(IndexPlan plan, bool countsCertain, CancellationToken cancellation)
    {
        while (true)
        {
            if (TryFind(plan, countsCertain, out IndexedRecords? found))
            {
                return found;
            }

            lock (_building)
            {
                Build(plan, cancellation);
            }
        }
    }

    /// <summary>False if an index has to be built.</summary>
    private bool TryFind(IndexPlan plan, bool countsCertain, out IndexedRecords? found)
    {
        IndexedRecords? result = null;
        bool isComplete = Use((indexes, view) =>
        {
            Dictionary<string, IndexContent> contents = new(StringComparer.OrdinalIgnoreCase);
            foreach (string property in plan.Properties)
            {
                // The others are not needed, and what changes in them is noted.
                PropertyIndex? index = Find(indexes, property);
                index?.CatchUp(view.TryGetAt);
                if (index?.Content is null)
                {
                    return index is null;
                }

                contents[property] = index.Content;
            }

            IndexSelection selection = plan.Select(property => contents[property]);
            long certain = countsCertain && plan.IsCondition ? selection.Certain : 0;
            IndexSelection uncertain = certain > 0 ? selection.Uncertain : selection;
            result = new IndexedRecords(view, uncertain.Entries(view.EntryCount), certain, selection.Properties);
            return true;
        });
        found = result;
        return isComplete;
    }

    private void Build(IndexPlan plan, CancellationToken cancellation)
    {
        foreach (string property in plan.Properties)
        {
            (IndexBuild? build, RecordView records) = Use((indexes, view) => (Find(indexes, property) is { Content: null } index ? index.Begin(view.EntryCount) : null, view));
            if (build is not null)
            {
                Fill(build, records, cancellation);
                _ = Use((indexes, _) =>
                {
                    Find(indexes, property)?.Install(build);
                    return true;
                });
            }
        }
    }

    private T Use<T>(Func<IReadOnlyList<PropertyIndex>, RecordView, T> use) => state.Use(table =>
    {
        RecordView view = table.Freeze();
        return use(table.Indexes.Use(state.Manifest.Indexes), view);
    });

    private static PropertyIndex? Find(IReadOnlyList<PropertyIndex> indexes, string property) =>
        indexes.FirstOrDefault(index => PropertyIndexes.AreSame(index.Property, property));

    private static void Fill(IndexBuild build, RecordView view, CancellationToken cancellation)
    {
        for (int cursor = -1; view.TryAdvance(ref cursor);)
        {
            build.Add(cursor, view.At(cursor).Value);
            if (cursor % RecordsBetweenChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        build.Complete();
    }
}
