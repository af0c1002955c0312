using OpsLog.Core.Errors;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Segments;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

/// <summary>The stores in <c>fixtures/stores</c>, which its README describes.</summary>
public sealed class StoreFixtureTests : IDisposable
{
    private const string Host = """host {"name":"db-01","note":"a note that is long enough","load":0.75,"spare":true}""";
    private const string Number = """number {"max":9007199254740991,"small":5e-324}""";

    private static readonly Dictionary<string, (int Version, string[] Records, StoreWarningKind[] Warnings)> _stores = new()
    {
        ["format-0.1-compact"] = (1,
            [
                """task-1 {"title":"Write the log","done":false}""",
                """task-2 {"title":"Überprüfen – 点検","done":false,"tags":["a","b"]}""",
                """task-3 {"title":"Third","done":false}""",
            ],
            []),
        ["format-0.6-pretty"] = (2,
            [
                """host:db-01 {"cpu":0.75,"disks":["sda","sdb"],"big":12345678901234567890,"note":"a  \"quoted\"  word"}""",
                """host:web-01 {"cpu":0.5,"labels":{"env":"prod"}}""",
                """ключ {"empty":[]}""",
            ],
            []),
        ["npm-0.8.1-deltas"] = (1, ["""b2 {"n":2}""", Host, Number], []),
        ["npm-0.8.1-agents"] = (1,
            [
                """from-server {"n":1}""",
                """kept {"text":"Grüße"}""",
                """shared {"text":"third","by":"laptop"}""",
            ],
            []),
        ["npm-0.8.1-damaged"] = (1, ["""b2 {"n":2}""", Host], [StoreWarningKind.SkippedDamage]),
        ["npm-0.8.1-torn"] = (1, ["""b1 {"n":1}""", """b2 {"n":2}""", Host, Number], [StoreWarningKind.TornTail]),
    };

    private readonly TemporaryDirectory _copy = new();

    public static TheoryData<string> Stores => [.. _stores.Keys];

    public void Dispose() => _copy.Dispose();

    [Fact]
    public void Every_store_is_tested() =>
        Assert.Equal(_stores.Keys.Order(), Directory.GetDirectories(StoreFixture.PathOf("")).Select(Path.GetFileName).Order());

    [Theory]
    [MemberData(nameof(Stores))]
    public void A_reader_finds_the_records_and_changes_no_byte(string name)
    {
        Dictionary<string, string> before = Files(StoreFixture.PathOf(name));
        using (OpsLogStore store = OpsLogStore.Open(StoreFixture.PathOf(name), Options(name) with { ReadOnly = true }))
        {
            Assert.Equal(_stores[name].Records, Records(store));
            Assert.Equal(_stores[name].Warnings.Where(kind => kind != StoreWarningKind.TornTail), store.Warnings.Select(warning => warning.Kind));
        }

        Assert.Equal(before, Files(StoreFixture.PathOf(name)));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void A_writer_finds_the_records_and_goes_on(string name)
    {
        StoreFixture.Copy(name, _copy);
        using (OpsLogStore store = OpsLogStore.Open(_copy.Path, Options(name)))
        {
            Assert.Equal(_stores[name].Records, Records(store));
            Assert.Equal(_stores[name].Warnings, store.Warnings.Select(warning => warning.Kind));
            store.Set("~new", """{"n":1}""");
        }

        using (OpsLogStore store = OpsLogStore.Open(_copy.Path, Options(name)))
        {
            Assert.Equal(_stores[name].Records.Append("""~new {"n":1}""").Order(StringComparer.Ordinal), Records(store));
            store.Compact();
            store.Undo();
        }

        using OpsLogStore last = OpsLogStore.Open(_copy.Path, Options(name));
        Assert.Equal(_stores[name].Records, Records(last));
        Assert.Empty(last.Warnings);
    }

    [Fact]
    public void An_old_segment_is_read()
    {
        using OpsLogStore store = OpsLogStore.Open(StoreFixture.PathOf("format-0.6-pretty"), Options("format-0.6-pretty") with { ReadOnly = true });
        Assert.Equal([new("host:old", """{"cpu":0}""")], store.SegmentById("2025-Q1"));
        Assert.Equal(1, store.GetStatistics().ArchivedRecords);
    }

    [Fact]
    public void The_damage_is_reported_by_line_and_offset_and_refused_strictly()
    {
        string store = StoreFixture.PathOf("npm-0.8.1-damaged");
        string log = Directory.GetFiles(Path.Combine(store, "ops")).Max(StringComparer.Ordinal)!;
        int offset = SharedFile.ReadAllText(log).Split('\n').Take(2).Sum(line => System.Text.Encoding.UTF8.GetByteCount(line) + 1);
        using (OpsLogStore reader = OpsLogStore.Open(store, new OpsLogStoreOptions { ReadOnly = true }))
        {
            StoreWarning warning = Assert.Single(reader.Warnings);
            Assert.Equal((3, offset), (warning.Line, warning.Offset));
        }

        LogDamagedException refused = Assert.Throws<LogDamagedException>(
            () => OpsLogStore.Open(store, new OpsLogStoreOptions { ReadOnly = true, Strict = true }));
        Assert.Contains(Path.GetFileName(log), refused.Message);
    }

    private static OpsLogStoreOptions Options(string name) =>
        new() { SchemaVersion = _stores[name].Version, Durability = Durability.OperatingSystem };

    private static IEnumerable<string> Records(OpsLogStore store) => store.StateById().Select(record => $"{record.Key} {record.Value}");

    private static Dictionary<string, string> Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SharedFile.ReadAllBytes(file)));
}
