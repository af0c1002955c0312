using System.Text;
using OpsLog.Core.Indexes;
using OpsLog.Core.State;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Indexes;

namespace OpsLog.Core.Tests.Store;

/// <summary>What the indexes of a store return.</summary>
internal static class IndexAssert
{
    /// <summary>The ids of the records whose status is this text.</summary>
    public static string[] Ids(OpsLogStore store, string status)
    {
        IndexedRecords found = store.Find(Status(status))!;
        return [.. found.Cursors.ToArray().Select(cursor => found.View.At(cursor).IdText)];
    }

    /// <summary>A plan for the records whose status is this text.</summary>
    public static IndexPlan Status(string text) =>
        IndexPlan.Of(new IndexCondition("status") { Texts = [text], Numbers = [], Dates = [], Possible = IndexedValues.None });

    /// <summary>Compares what a condition returns with the model, for the view that it belongs to.</summary>
    public static void Model(OpsLogStore store, IndexCondition condition, Random random)
    {
        bool counts = random.Next(2) == 0;
        IndexedRecords found = store.Find(IndexPlan.Of(condition), counts)!;
        List<int> expected = [];
        int certain = 0;
        for (int cursor = -1; found.View.TryAdvance(ref cursor);)
        {
            (bool isReturned, bool isCertain) = IndexModel.Of(condition, Encoding.UTF8.GetString(found.View.At(cursor).Value));
            certain += isCertain ? 1 : 0;
            if (isReturned && !(counts && isCertain))
            {
                expected.Add(cursor);
            }
        }

        // Texts that begin with the same 256 bytes can have the same key, so they are returned for each other, and are not certain.
        Assert.Subset(found.Cursors.ToArray().ToHashSet(), expected.ToHashSet());
        Assert.Equal(found.Cursors.ToArray().Order().Distinct(), found.Cursors.ToArray());
        if (condition.Texts?.Any(text => text.Length >= 256) != true)
        {
            Assert.Equal(expected, found.Cursors.ToArray());
            Assert.Equal(counts ? certain : 0, found.Certain);
        }
    }
}
