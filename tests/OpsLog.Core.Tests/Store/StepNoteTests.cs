using System.Text;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

public class StepNoteTests
{
    private readonly MemoryBackend _disk = new();

    [Fact]
    public void By_default_the_author_is_the_user_and_the_host()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share());
        store.Set("a", "{}");
        string expected = OperatingSystem.IsWindows()
            ? $"{Environment.UserDomainName}\\{Environment.UserName}"
            : $"{Environment.UserName}@{Environment.MachineName}";
        Assert.Equal((expected, null), Note(store));
        Assert.Equal(expected, store.Author);
    }

    [Fact]
    public void Without_an_author_the_log_has_the_bytes_that_it_had_before_there_were_authors()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share(), new OpsLogStoreOptions { Author = "" });
        store.Set("a", "{}");
        Assert.Null(store.Author);
        Assert.Equal((null, null), Note(store));
        Assert.DoesNotContain("author", LogText(store), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_write_takes_a_note()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share(), new OpsLogStoreOptions { Author = "job" });
        store.Set("a", "{}"u8, new StepNote("set"));
        Assert.Equal(("job", "set"), Note(store));
        store.Merge("a", """{"n":1}"""u8, new StepNote { Author = "ann" });
        Assert.Equal(("ann", null), Note(store));
        store.Delete("a", new StepNote("gone") { Author = "" });
        Assert.Equal((null, "gone"), Note(store));
        store.Undo(new StepNote("back"));
        Assert.Equal(("job", "back"), Note(store));
        store.Archive(_ => true, "s", new StepNote("old"));
        Assert.Equal(("job", "old"), Note(store));
        store.Restore(_ => true, "s", note: new StepNote("new"));
        Assert.Equal(("job", "new"), Note(store));
        store.Undo(store.GetOperationsNewestFirst().First().Step, new StepNote("alone"));
        Assert.Equal(("job", "alone"), Note(store));
        using (DeferredWrites writes = store.DeferWrites(new StepNote("run")))
        {
            writes.Set("b", "{}"u8);
            writes.Set("c", "{}"u8);
        }

        Assert.Equal(["run", "run"], store.GetOperationsNewestFirst().Take(2).Select(operation => operation.Comment));
        store.Set("d", "{}");
        Assert.Equal(("job", null), Note(store));
    }

    [Fact]
    public void The_note_of_a_batch_is_in_its_first_line_and_belongs_to_all_its_operations()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share(), new OpsLogStoreOptions { Author = "job" });
        store.Batch(
            batch =>
            {
                batch.Set("a", "{}"u8);
                batch.Set("b", "{}"u8);
            },
            new StepNote("both"));
        store.Set("c", "{}");
        string log = LogText(store);
        Assert.Equal(2, log.Split("\"both\"").Length);
        Assert.Equal(["both", "both", null], store.GetOperations().Select(operation => operation.Comment));
        Assert.Equal("both", Assert.Single(store.GetHistory("b")).Comment);
        Assert.Equal([null, "both", "both"], store.GetOperationsNewestFirst().Select(operation => operation.Comment));
    }

    [Theory]
    [InlineData("line\nbreak \"quoted\" \\ \u0001")]
    [InlineData("<script>alert(1)</script> \u202Eright to left")]
    [InlineData("half a pair: \uD800 and a whole one: \uD83D\uDE00")]
    public void Any_text_comes_back_as_it_was(string text)
    {
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share(), new OpsLogStoreOptions { Author = text }))
        {
            store.Set("a", "{}"u8, new StepNote(text));
        }

        using OpsLogStore again = OpsLogStore.Open(_disk.Share(), new OpsLogStoreOptions { ReadOnly = true, Strict = true });
        Assert.Equal((text, text), Note(again));
        Assert.Null(again.Author);
    }

    [Fact]
    public void The_last_author_of_a_record_is_part_of_its_information()
    {
        using OpsLogStore store = OpsLogStore.Open(_disk.Share(), new OpsLogStoreOptions { Author = "first" });
        store.Set("a", """{"n":1}""");
        store.Set("a", """{"n":2}"""u8, new StepNote { Author = "second" });
        Assert.Equal("second", store.GetRecordInfos().Find("a", """{"n":2}"""u8).Author);
    }

    [Theory]
    [InlineData("""{"ts":"2026-01-01T00:00:00.000Z","op":"set","id":"a","data":{},"prev":null,"author":5,"comment":["x"]}""")]
    [InlineData("""{"ts":"2026-01-01T00:00:00.000Z","op":"set","id":"a","data":{},"prev":null,"author":"","comment":""}""")]
    public void A_note_of_another_program_that_is_no_text_costs_no_operation(string line)
    {
        string log;
        using (OpsLogStore store = OpsLogStore.Open(_disk.Share()))
        {
            log = store.GetStatistics().Log;
        }

        OtherProcess.Append(_disk, log, line + "\n");

        using OpsLogStore again = OpsLogStore.Open(_disk.Share(), new OpsLogStoreOptions { ReadOnly = true, Strict = true });
        Assert.Equal((null, null), Note(again));
        Assert.Equal(1, again.Count);
    }

    private string LogText(OpsLogStore store) => Encoding.UTF8.GetString(_disk.Read(store.GetStatistics().Log)!.Content.ToArray());

    private static (string? Author, string? Comment) Note(OpsLogStore store)
    {
        LoggedOperation last = store.GetOperationsNewestFirst().First();
        return (last.Author, last.Comment);
    }
}
