using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults081;

/// <summary>What version 0.8.1 of the npm package gets wrong about one writer's log; each test bears the case's name.</summary>
public sealed class LogFaultTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Log => Directory.GetFiles(_directory["ops"], "*.jsonl").Max(StringComparer.Ordinal)!;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Undo_when_the_log_holds_non_ASCII_text()
    {
        using (OpsLogStore store = Open())
        {
            store.Set("a", """{"v":"first"}""");
            store.Set("b", $$"""{"v":"{{new string('日', 500)}}"}""");
            store.Set("c", """{"v":"Grüße 😀"}""");
            long before = new FileInfo(Log).Length;
            store.Set("d", """{"v":"é"}""");
            Assert.Single(store.Erase());
            Assert.Equal(before, new FileInfo(Log).Length);
        }

        using OpsLogStore reopened = Open();
        Assert.Equal(["a", "b", "c"], reopened.StateById().Keys);
        Assert.Equal("""{"v":"Grüße 😀"}""", reopened.GetText("c"));
    }

    [Fact]
    public void Torn_last_line_reopen_append_reopen()
    {
        using (OpsLogStore store = Open())
        {
            store.Set("a", """{"v":1}""");
            store.Set("torn", """{"v":2}""");
        }

        File.WriteAllBytes(Log, SharedFile.ReadAllBytes(Log)[..^5]);
        using (OpsLogStore store = Open())
        {
            store.Set("acknowledged", """{"v":3}""");
        }

        using OpsLogStore reopened = Open();
        Assert.Equal(["a", "acknowledged"], reopened.StateById().Keys);
        Assert.Empty(reopened.Warnings);
        Assert.Contains("\"id\":\"torn\"", SharedFile.ReadAllText(Assert.Single(Directory.GetFiles(_directory["ops"], "*.torn-*"))));
    }

    [Fact]
    public void Migration_of_records_still_in_the_log()
    {
        using (OpsLogStore store = Open())
        {
            store.Set("in-snapshot", """{"v":1}""");
            store.Compact();
            store.Set("in-log", """{"v":1}""");
        }

        OpsLogStoreOptions raised = new() { SchemaVersion = 2, Migration = (_, _, from) => Encoding.UTF8.GetBytes($$"""{"v":2,"from":{{from}}}""") };
        for (int time = 0; time < 2; time++)
        {
            using OpsLogStore store = OpsLogStore.Open(_directory.Path, raised);
            Assert.Equal([new("in-log", """{"v":2,"from":1}"""), new("in-snapshot", """{"v":2,"from":1}""")], store.StateById());
        }
    }

    [Fact]
    public void Undo_of_a_batch_of_two()
    {
        using OpsLogStore store = Open();
        store.Set("a", """{"v":1}""");
        store.Batch(batch =>
        {
            batch.Set("b", """{"v":2}""");
            batch.Set("a", """{"v":3}""");
        });

        Assert.Equal(2, store.Undo().Count);
        Assert.Equal([new("a", """{"v":1}""")], store.StateById());
    }

    [Fact]
    public void Crash_in_the_middle_of_a_batch()
    {
        using (OpsLogStore store = Open())
        {
            store.Set("a", """{"v":1}""");
            store.Batch(batch =>
            {
                batch.Set("b", """{"v":2}""");
                batch.Set("c", """{"v":3}""");
            });
        }

        byte[] whole = SharedFile.ReadAllBytes(Log);
        string log = Log;
        int firstEnd = whole.AsSpan().IndexOf((byte)'\n') + 1;
        foreach (int kept in Enumerable.Range(firstEnd, whole.Length - firstEnd).Where(at => at % 7 == 0 || whole[at - 1] == '\n'))
        {
            File.WriteAllBytes(log, whole[..kept]);
            using OpsLogStore store = Open();
            Assert.Equal(["a"], store.StateById().Keys);
        }
    }

    [Fact]
    public void A_record_that_is_not_an_object()
    {
        using (OpsLogStore store = Open())
        {
            foreach (string value in new[] { "5", "6", "\"text\"", "[1]", "null", "true" })
            {
                InvalidRecordException refused = Assert.Throws<InvalidRecordException>(() => store.Set("a", value));
                Assert.Equal(RecordFault.NotAnObject, refused.Fault);
            }

            Assert.Equal(0, store.Count);
        }

        Assert.Equal(0, new FileInfo(Log).Length);

        // Where the package wrote one, the line is reported, not served in part.
        File.WriteAllText(Log, """
            {"ts":"2026-01-01T00:00:00.000Z","op":"set","id":"a","prev":null,"data":5}
            {"ts":"2026-01-01T00:00:01.000Z","op":"set","id":"a","prev":5,"data":6}
            {"ts":"2026-01-01T00:00:02.000Z","op":"set","id":"b","prev":null,"data":{"v":1}}

            """);
        using OpsLogStore reopened = Open();
        Assert.Equal(["b"], reopened.StateById().Keys);
        Assert.Equal([1L, 2L], reopened.Warnings.Select(warning => warning.Line));
    }

    private OpsLogStore Open() => OpsLogStore.Open(_directory.Path, new OpsLogStoreOptions { Durability = Durability.OperatingSystem });
}
