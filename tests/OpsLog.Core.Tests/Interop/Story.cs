namespace OpsLog.Core.Tests.Interop;

/// <summary>
/// One story with every kind of operation: one side writes it, the other reads it. JavaScript writes its records in the
/// same form, so they keep every byte whichever side reads and rewrites them.
/// </summary>
internal static class Story
{
    public const string Segment = "2026-Q3";

    private const string Host = """{"host":"db-01","owner":"Zoë","note":"a note long enough that a patch is smaller than the record","load":0.1}""";

    /// <summary>What the story leaves.</summary>
    public static SortedDictionary<string, string> Records => new(StringComparer.Ordinal)
    {
        ["host"] = Host.Replace("0.1", "0.75"),
        ["text"] = """{"name":"Zürich – 東京 😀","quote":"\"\\\b\f\n\r\t\u0001/","half":"\ud800","line":"a"}""",
        ["numbers"] = """{"max":9007199254740991,"least":5e-324,"most":1.7976931348623157e+308,"third":0.3333333333333333,"minus":-0.001,"e":1e+21,"one":1}""",
        ["nested"] = """{"list":[1,[2,{"three":null}],true,false,""],"empty":{},"none":[]}""",
        ["ключ/é 😀"] = """{"id":"not ASCII"}""",
        ["batch-1"] = """{"n":1}""",
        ["batch-2"] = """{"n":2,"updated":true}""",
    };

    public static SortedDictionary<string, string> Archived => new(StringComparer.Ordinal)
    {
        ["old-1"] = """{"year":2019,"by":"Jürgen"}""",
        ["old-2"] = """{"year":2020}""",
    };

    /// <summary>The part before a checkpoint: archived records, and something for the rest to update.</summary>
    public static void Begin(IStoreSide store)
    {
        store.Set("old-1", Archived["old-1"]);
        store.Set("old-2", Archived["old-2"]);
        store.Set("host", Host);
        store.Set("gone", """{"short":"lived"}""");
        Assert.Equal(2, store.Archive(Segment, "old-1", "old-2"));
    }

    /// <summary>The part that stays in the log.</summary>
    public static void Continue(IStoreSide store)
    {
        foreach (string id in new[] { "text", "numbers", "nested", "ключ/é 😀" })
        {
            store.Set(id, Records[id]);
        }

        store.Set("host", Records["host"]);
        store.Delete("gone");
        store.Batch(("batch-1", Records["batch-1"]), ("batch-2", """{"n":2}"""), ("batch-3", """{"n":3}"""));
        store.Batch(("batch-2", Records["batch-2"]), ("batch-3", null));
    }
}
