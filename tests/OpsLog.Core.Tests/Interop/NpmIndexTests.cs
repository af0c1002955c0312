using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Interop;

/// <summary>Indexes of a store that the npm package writes, which does not know them.</summary>
public sealed class NpmIndexTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [NpmTheory]
    [InlineData(NpmTurn.Writer)]
    [InlineData(NpmTurn.AgentA)]
    public void They_remain_until_it_writes_a_manifest_and_then_nothing_is_found_with_them(string writer)
    {
        using (OwnStore own = new(_directory.Path))
        {
            own.Store.CreateIndex("status");
            own.Set("x", """{"status":"done"}""");
            own.Set("y", """{"status":"open"}""");
        }

        using OpsLogStore reader = OpsLogStore.Open(_directory.Path, new() { ReadOnly = true });
        Assert.Equal(["x"], IndexAssert.Ids(reader, "done"));
        using (NpmProcess node = new())
        {
            NpmStore its = node.Open(_directory.Path, writer);
            its.Set("y", """{"status":"done"}""");
            its.Delete("x");
            its.Set("z", """{"status":"done"}""");
            reader.Refresh();
            if (reader.IndexedProperties.Count > 0)
            {
                Assert.Equal(["y", "z"], IndexAssert.Ids(reader, "done"));
            }

            its.Compact();
            its.Set("y", """{"status":"open"}""");
            its.Close();
        }

        reader.Refresh();
        Assert.Empty(reader.IndexedProperties);
        Assert.Empty(reader.GetIndexes());
        Assert.Null(reader.Find(IndexAssert.Status("done")));
        using OwnStore last = new(_directory.Path);
        Assert.Null(last.Store.Find(IndexAssert.Status("done")));
        last.Store.CreateIndex("status");
        Assert.Equal(["z"], IndexAssert.Ids(last.Store, "done"));
        reader.Refresh();
        Assert.Equal(["z"], IndexAssert.Ids(reader, "done"));
    }
}
