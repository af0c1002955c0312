using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>All that a reader finds in a store, as one text to compare.</summary>
internal static class StoreText
{
    public static string Of(IStorageBackend store)
    {
        using OpsLogStore reader = OpsLogStore.Open(store, new() { ReadOnly = true });
        IEnumerable<string> segments = reader.GetSegmentNames().Order(StringComparer.Ordinal).Select(name => $"{name}: {Text(reader.SegmentById(name))}");
        return string.Join('\n', segments.Prepend(Text(reader.StateById())));
    }

    private static string Text(SortedDictionary<string, string> records) => string.Join(' ', records.Select(record => $"{record.Key}={record.Value}"));
}
