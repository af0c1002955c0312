using System.Text.Json.Nodes;
using OpsLog.Core.Primitives;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Interop;

/// <summary>What we wrote, the npm package opens.</summary>
public sealed class NpmReadsTests : NpmStoreTests
{
    // Beyond what a double holds, and forms that JavaScript would not write.
    private const string Exact = """{"id":12345678901234567890,"pi":3.14159265358979323846,"money":10.00,"far":1e400,"minus":-0}""";

    [NpmFact]
    public void Sets_updates_deletes_and_batches_are_read_from_the_log()
    {
        using (OwnStore own = new(_directory.Path))
        {
            Story.Begin(own);
            Story.Continue(own);
        }

        Assert.Contains("\"encoding\":\"delta\"", Text("ops"));
        Assert.Contains("\"batch\":[1,3]", Text("ops"));
        AssertStory();
    }

    [NpmFact]
    public void All_of_it_is_read_from_a_snapshot()
    {
        using (OwnStore own = new(_directory.Path))
        {
            Story.Begin(own);
            own.Compact();
            Story.Continue(own);
            own.Compact();
        }

        AssertStory();
    }

    [NpmFact]
    public void Index_files_beside_snapshots_and_logs_change_nothing_for_it()
    {
        using (OwnStore own = new(_directory.Path))
        {
            Story.Begin(own);
            own.Compact();
            Story.Continue(own);
        }

        string[] indexes = [.. Directory.GetFiles(_directory.Path, "*.jsonl", SearchOption.AllDirectories).Select(StoreLayout.Index)];
        Assert.Equal(4, indexes.Length);
        Array.ForEach(indexes, index => File.WriteAllBytes(index, [0, 1, 2]));
        NpmStore store = Open();
        Assert.Equal(Story.Records, store.Records);
        store.Set("more", """{"v":1}""");
        store.Compact();
        store.Close();
        Assert.All(indexes, index => Assert.True(File.Exists(index)));
        using (OwnStore own = new(_directory.Path))
        {
            Assert.Equal("""{"v":1}""", own.Records["more"]);
        }
    }

    [NpmFact]
    public void An_undo_in_the_log_and_one_past_a_checkpoint_are_both_undone_for_it()
    {
        using (OwnStore own = new(_directory.Path))
        {
            own.Set("a", """{"é":1}""");
            own.Set("a", """{"é":2}""");
            own.Compact();
            own.Set("b", """{"é":3}""");
            Assert.True(own.Undo());
            Assert.True(own.Undo());
        }

        Assert.Contains("\"undo\":1", Text("ops"));
        Assert.Equal([new("a", """{"é":1}""")], Open().Records);
    }

    [NpmFact]
    public void Numbers_beyond_a_double_stay_ours_to_the_digit_as_long_as_it_takes_no_checkpoint()
    {
        using (OwnStore own = new(_directory.Path))
        {
            own.Set("exact", Exact);
            own.Compact();
            own.Set("logged", Exact);
        }

        Assert.Contains(Exact, Text("snapshots"));
        Assert.Contains(Exact, Text("ops"));
        NpmStore store = Open();
        const string AsDoubles = """{"id":12345678901234567000,"pi":3.141592653589793,"money":10,"far":null,"minus":0}""";
        Assert.Equal([new("exact", AsDoubles), new("logged", AsDoubles)], store.Records);
        store.Set("other", """{"v":1}""");
        store.Close();
        using (OwnStore own = new(_directory.Path))
        {
            Assert.Equal([new("exact", Exact), new("logged", Exact), new("other", """{"v":1}""")], own.Records);
        }

        store = Open();
        store.Compact();
        store.Close();
        using OwnStore after = new(_directory.Path);
        Assert.Equal(AsDoubles, after.Records["exact"]);
    }

    [NpmFact]
    public void A_manifest_it_rewrites_is_good_for_us_and_our_seal_no_longer_applies()
    {
        using (OwnStore own = new(_directory.Path))
        {
            own.Set("a", """{"v":1}""");
            own.Compact();
        }

        Assert.Contains("snapshotSeal", SharedFile.ReadAllText(_directory["manifest.json"]));
        NpmStore store = Open();
        store.Set("b", """{"v":2}""");
        store.Compact();
        store.Close();
        Assert.DoesNotContain("snapshotSeal", SharedFile.ReadAllText(_directory["manifest.json"]));

        using (OwnStore own = new(_directory.Path))
        {
            own.Set("c", """{"v":3}""");
            own.Compact();
            Assert.Equal(["a", "b", "c"], own.Records.Keys);
        }

        Assert.Equal(["a", "b", "c"], Open().Records.Keys);
    }

    [NpmFact]
    public void It_takes_our_last_operation_back()
    {
        using (OwnStore own = new(_directory.Path))
        {
            own.Set("a", """{"v":1}""");
            own.Set("a", """{"v":2}""");
        }

        NpmStore store = Open();
        Assert.True(store.Undo());
        store.Close();
        using OwnStore after = new(_directory.Path);
        Assert.Equal([new("a", """{"v":1}""")], after.Records);
        Assert.Empty(after.Store.Warnings);
    }

    [NpmFact]
    public void What_its_undo_leaves_of_a_batch_of_ours_is_put_aside_and_reported()
    {
        using (OwnStore own = new(_directory.Path))
        {
            own.Set("a", """{"v":1}""");
            own.Batch(("b", """{"v":2}"""), ("c", """{"v":3}"""));
        }

        NpmStore store = Open();
        Assert.True(store.Undo());
        store.Close();
        using OwnStore after = new(_directory.Path);
        Assert.Equal(["a"], after.Records.Keys);
        Assert.Equal(StoreWarningKind.TornTail, Assert.Single(after.Store.Warnings).Kind);
    }

    private string Text(string folder) => string.Concat(Directory.GetFiles(_directory[folder]).Select(File.ReadAllText));

    private void AssertStory()
    {
        NpmStore store = Open();
        Assert.Equal(Story.Records, store.Records);
        Assert.Equal(Story.Archived, store.Segment(Story.Segment));
        JsonNode history = store.Do("history", ("id", "batch-2"))!;
        Assert.True(history.AsArray().Count is 0 or 2, history.ToJsonString());
    }
}
