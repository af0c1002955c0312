using System.Text;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

/// <summary>What tests of restores begin with.</summary>
internal static class RestoreSamples
{
    public static readonly string[] Ids = ["a", "b", "c"];

    public static OpsLogStore Archived(IStorageBackend backend, OpsLogStoreOptions? options = null)
    {
        OpsLogStore store = OpsLogStore.Open(backend, options);
        foreach (string id in Ids)
        {
            store.Set(id, """{"m":[1,2],"n":1}""");
        }

        store.Archive(_ => true, "s");
        return store;
    }

    public static void PutSegment(MemoryBackend disk, string segment, string records) =>
        disk.Put(StoreLayout.Segment(segment), Encoding.UTF8.GetBytes(Document(segment, records)), PutCondition.None);

    public static string Document(string segment, string records) =>
        $$"""{"version":1,"period":"{{segment}}","timestamp":"2026-01-01T00:00:00.000Z","records":{{records}}}""";
}
