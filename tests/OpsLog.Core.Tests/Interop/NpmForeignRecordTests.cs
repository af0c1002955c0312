using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Interop;

/// <summary>
/// The npm package accepts any value as a record and writes it; the rest of its store can still be read here.
/// </summary>
public sealed class NpmForeignRecordTests : NpmStoreTests
{
    [NpmFact]
    public void A_record_that_is_no_object_in_a_snapshot_of_the_package_does_not_refuse_the_store()
    {
        Write();
        SnapshotException refused = Assert.Throws<SnapshotException>(() => Open(new() { Strict = true }));
        Assert.Equal((SnapshotFault.Malformed, 3), (refused.Fault, refused.Line));
        using (OpsLogStore reader = Open(new() { ReadOnly = true }))
        {
            AssertSkipped(reader, 2);
            Assert.DoesNotContain(_directory.Files, file => file.Contains(".skipped-", StringComparison.Ordinal));
        }

        using (OpsLogStore writer = Open(new()))
        {
            AssertSkipped(writer, 3);
            string aside = writer.Warnings[^1].Path;
            Assert.Equal(["""{"id":"five","data":5}""", """{"id":"list","data":[1]}"""], SharedFile.ReadAllLines(aside));
            writer.Set("five", "{\"n\":5}"u8);
        }

        using OpsLogStore again = Open(new() { Strict = true });
        Assert.Empty(again.Warnings);
        Assert.Equal(["a", "b", "five"], again.State().Select(record => record.Key).Order(StringComparer.Ordinal));
        Assert.Single(_directory.Files, file => file.Contains(".skipped-", StringComparison.Ordinal));
    }

    [NpmFact]
    public void An_agent_opens_it_as_well()
    {
        Write();
        using (OpsLogStore agent = Open(new() { Agent = "w" }))
        {
            AssertSkipped(agent, 3);
        }

        using OpsLogStore again = Open(new() { Agent = "w" });
        Assert.Empty(again.Warnings);
        Assert.Equal(2, again.Count);
    }

    [NpmFact]
    public void Nor_does_one_in_a_segment_refuse_the_segment_and_archiving_keeps_it()
    {
        NpmStore npm = Open();
        npm.Set("a", """{"n":1}""");
        npm.Set("five", "5");
        npm.Archive("s", "a", "five");
        npm.Close();

        using (OpsLogStore store = Open(new()))
        {
            for (int time = 0; time < 2; time++)
            {
                Assert.Equal(["a"], store.ReadSegment("s").Select(record => record.Id));
                Assert.Contains("'", Assert.Single(store.Warnings).Message, StringComparison.Ordinal);
                Assert.Equal(StoreWarningKind.SkippedRecord, store.Warnings[0].Kind);
            }

            Assert.Equal(1, store.GetSegments().Single().Records);
            store.Set("b", "{\"n\":2}"u8);
            store.Archive(_ => true, "s");
            Assert.Equal(["a", "b"], store.ReadSegment("s").Select(record => record.Id));
        }

        using (OpsLogStore strict = Open(new() { Strict = true }))
        {
            Assert.Throws<ArchiveSegmentException>(() => strict.ReadSegment("s").Count());
        }

        NpmStore after = Open();
        Assert.Equal("5", after.Segment("s")["five"]);
        after.Close();
    }

    private static void AssertSkipped(OpsLogStore store, int warnings)
    {
        Assert.Equal(["a", "b"], store.State().Select(record => record.Key));
        Assert.Equal(warnings, store.Warnings.Count);
        Assert.All(store.Warnings, warning => Assert.Equal(StoreWarningKind.SkippedRecord, warning.Kind));
        Assert.Contains("\"five\"", store.Warnings[0].Message, StringComparison.Ordinal);
        Assert.Equal((3, 4), (store.Warnings[0].Line, store.Warnings[1].Line));
    }

    private OpsLogStore Open(OpsLogStoreOptions options) =>
        OpsLogStore.Open(_directory.Path, options with { Durability = Durability.OperatingSystem });

    private void Write()
    {
        NpmStore npm = Open();
        npm.Set("a", """{"n":1}""");
        npm.Set("five", "5");
        npm.Set("list", "[1]");
        npm.Set("b", """{"n":2}""");
        npm.Compact();
        npm.Close();
    }
}
