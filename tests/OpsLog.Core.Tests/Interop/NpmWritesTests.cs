using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Interop;

/// <summary>What the npm package wrote, we open.</summary>
public sealed class NpmWritesTests : NpmStoreTests
{
    [NpmFact]
    public void Sets_updates_deletes_and_batches_are_read_from_the_log_of_a_killed_process()
    {
        NpmStore store = Open();
        Story.Begin(store);
        Story.Continue(store);
        Kill();

        Assert.Contains("\"encoding\":\"delta\"", Logs());
        AssertStory();
    }

    [NpmFact]
    public void All_of_it_is_read_from_a_snapshot()
    {
        NpmStore store = Open();
        Story.Begin(store);
        Story.Continue(store);
        store.Compact();
        store.Close();

        AssertStory();
    }

    [NpmFact]
    public void Its_undo_leaves_what_we_read()
    {
        NpmStore store = Open();
        store.Set("kept", """{"v":1}""");
        store.Set("kept", """{"v":2}""");
        Assert.True(store.Undo());
        store.Set("other", """{"v":3}""");
        store.Delete("other");
        Assert.True(store.Undo());
        Kill();

        using OwnStore own = new(_directory.Path);
        Assert.Equal(["kept {\"v\":1}", "other {\"v\":3}"], own.Records.Select(record => $"{record.Key} {record.Value}"));
        Assert.Empty(own.Store.Warnings);
    }

    [NpmFact]
    public void We_undo_its_steps_also_past_its_checkpoint()
    {
        NpmStore store = Open();
        store.Set("a", """{"first":1,"name":"Ångström","note":"a note long enough for a patch to pay"}""");
        store.Set("a", """{"name":"Ångström","note":"a note long enough for a patch to pay","second":2}""");
        store.Compact();
        store.Set("a", """{"name":"Ångström"}""");
        store.Delete("a");
        store.Close();

        using OwnStore own = new(_directory.Path);
        Assert.True(own.Undo());
        Assert.Equal("""{"name":"Ångström"}""", own.Records["a"]);
        Assert.True(own.Undo());
        AssertMembers("""{"name":"Ångström","note":"a note long enough for a patch to pay","second":2}""", own.Records["a"]);
        Assert.True(own.Undo());
        AssertMembers("""{"first":1,"name":"Ångström","note":"a note long enough for a patch to pay"}""", own.Records["a"]);
        Assert.True(own.Undo());
        Assert.Empty(own.Records);
        Assert.False(own.Undo());
    }

    [NpmFact]
    public void A_write_it_was_killed_in_is_put_aside()
    {
        NpmStore store = Open();
        store.Set("whole", """{"v":1}""");
        store.Set("torn", """{"v":2}""");
        Kill();
        string log = Assert.Single(Directory.GetFiles(_directory["ops"]));
        File.WriteAllBytes(log, SharedFile.ReadAllBytes(log)[..^10]);

        using (OwnStore own = new(_directory.Path))
        {
            Assert.Equal(["whole"], own.Records.Keys);
            Assert.Equal(StoreWarningKind.TornTail, Assert.Single(own.Store.Warnings).Kind);
            own.Set("after", """{"v":3}""");
        }

        Assert.Equal(["after", "whole"], Open().Records.Keys);
    }

    [NpmFact]
    public void Its_segments_are_read_added_to_and_read_by_it_again()
    {
        NpmStore store = Open();
        Story.Begin(store);
        store.Set("ours", """{"v":"é"}""");
        store.Close();

        using (OwnStore own = new(_directory.Path))
        {
            Assert.Equal(Story.Archived, own.Segment(Story.Segment));
            Assert.Equal(1, own.Archive(Story.Segment, "ours"));
        }

        store = Open();
        Assert.Equal(["host", "gone"], store.Records.Keys.OrderDescending());
        Assert.Equal([.. Story.Archived, new("ours", """{"v":"é"}""")], store.Segment(Story.Segment));
        Assert.Equal(1, store.Archive(Story.Segment, "gone"));
        store.Close();

        using OwnStore again = new(_directory.Path);
        Assert.Equal(["gone", "old-1", "old-2", "ours"], again.Segment(Story.Segment).Keys);
    }

    private string Logs() => string.Concat(Directory.GetFiles(_directory["ops"]).Select(File.ReadAllText));

    private void AssertStory()
    {
        using OpsLogStore reader = OpsLogStore.Open(_directory.Path, new OpsLogStoreOptions { ReadOnly = true });
        Assert.Equal(Story.Records, reader.StateById());
        using OwnStore own = new(_directory.Path);
        Assert.Equal(Story.Records, own.Records);
        Assert.Equal(Story.Archived, own.Segment(Story.Segment));
        Assert.Empty(own.Store.Warnings);
    }

    /// <summary>A patch of the package's gives a removed key back, but not the place it stood in.</summary>
    private static void AssertMembers(string expected, string actual) => Assert.True(
        System.Text.Json.Nodes.JsonNode.DeepEquals(
            System.Text.Json.Nodes.JsonNode.Parse(expected), System.Text.Json.Nodes.JsonNode.Parse(actual)),
        actual);
}
