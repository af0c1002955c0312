using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.State;

public sealed class SnapshotLoaderTests
{
    private const string Header = "{\"version\":3,\"timestamp\":\"2026-01-01T00:00:00.000Z\"}\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Lines_are_loaded_in_their_order(bool seal)
    {
        string text = Header + "{\"id\":\"b\",\"data\":{\"n\":1}}\n{\"id\":\"a\\n\\ud83d\\ude00\",\"data\":{}}\n{\"id\":\"é\",\"data\":{\"x\":[{}]}}\n";
        AssertLoads("b={\"n\":1} a\n😀={} é={\"x\":[{}]} ", text, seal);
    }

    [Theory]
    [InlineData("{\"version\":3,\"timestamp\":\"2026-01-01T00:00:00.000Z\"}", "")]
    [InlineData(Header, "")]
    [InlineData(Header + "{\"id\":\"a\",\"data\":{}}", "a={} ")]
    [InlineData(Header + "\n\n{\"id\":\"a\",\"data\":{}}\n\n", "a={} ")]
    [InlineData("{\"version\":3,\"timestamp\":\"2026-01-01T00:00:00.000Z\"}\r\n\r\n{\"id\":\"a\",\"data\":{}}\r\n", "a={} ")]
    [InlineData(Header + " { \"data\" : { \"n\" : [1, 2] } , \"more\":1, \"id\" : \"a b\" } \n", "a b={\"n\":[1,2]} ")]
    [InlineData(Header + "{\"id\":\"a\",\"data\":{}}\n{\"id\":\"b\",\"data\":{}}\n{\"id\":\"a\",\"data\":{\"n\":2}}\n", "a={\"n\":2} b={} ")]
    public void Lines_of_other_programs_are_loaded_however_they_are_spaced(string text, string expected)
    {
        AssertLoads(expected, text, false);
        AssertLoads(expected, text, true);
    }

    [Theory]
    [InlineData("{\"id\":\"a\"", 2, 62, "not a JSON object")]
    [InlineData("[]", 2, 53, "not a JSON object")]
    [InlineData("{\"data\":{}}", 2, 53, "'id' must be")]
    [InlineData("{\"id\":\"\",\"data\":{}}", 2, 53, "'id' must be")]
    [InlineData("{\"id\":5,\"data\":{}}", 2, 53, "'id' must be")]
    [InlineData("{\"id\":\"a\"}", 2, 53, "a JSON object as its value")]
    [InlineData("{\"id\":\"a\",\"data\":[1]}", 2, 53, "a JSON object as its value")]
    [InlineData("{\"id\":\"a\",\"data\":5}", 2, 53, "a JSON object as its value")]
    [InlineData("\n{\"id\":\"a\",\"data\":{}}\nx", 4, 75, "not a JSON object")]
    public void A_malformed_line_is_refused_with_its_place(string lines, long line, long offset, string detail)
    {
        SnapshotException refused = AssertRefused(SnapshotFault.Malformed, Encoding.UTF8.GetBytes(Header + lines + "\n"));
        Assert.Equal((line, offset), (refused.Line, refused.Offset));
        Assert.Contains(detail, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"(line {line}, byte {offset})", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'a/snap'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("x\n")]
    [InlineData("[]\n")]
    [InlineData("{\"version\":1}\n")]
    [InlineData("{\"timestamp\":\"2026\"}\n")]
    [InlineData("{\"version\":1.5,\"timestamp\":\"2026\"}\n")]
    public void A_malformed_header_is_refused(string text) =>
        Assert.Equal(1, AssertRefused(SnapshotFault.Malformed, Encoding.UTF8.GetBytes(text)).Line);

    [Theory]
    [InlineData(5, "{\"id\":\"a\",\"data\":{},\"clock\":6,\"agent\":\"\"}")]
    [InlineData(5, "{\"id\":\"a\",\"data\":{},\"clock\":\"5\",\"agent\":\"\"}")]
    [InlineData(5, "{\"id\":\"a\",\"data\":{},\"clock\":5,\"agent\":7}")]
    [InlineData(5, "{\"id\":\"a\",\"data\":{},\"clock\":5}")]
    [InlineData(5, "{\"id\":\"a\",\"data\":{},\"clock\":5,\"agent\":\"\",\"rank\":2147483648}")]
    [InlineData(0, "{\"id\":\"a\",\"data\":{},\"clock\":1,\"agent\":\"w\"}")]
    public void A_stamp_that_can_not_be_right_is_refused(long clock, string line)
    {
        // If a clock is above the header's clock, the next operation would precede the record in the order.
        string text = $"{{\"version\":1,\"timestamp\":\"2026\",\"clock\":{clock}}}\n{line}\n";
        Assert.Equal(2, AssertRefused(SnapshotFault.Malformed, Encoding.UTF8.GetBytes(text)).Line);
    }

    [Theory]
    [InlineData(",\"clock\":5,\"horizon\":6")]
    [InlineData(",\"clock\":5,\"tombstones\":[[\"a\",6,\"\",0]]")]
    public void A_header_that_can_not_be_right_is_refused(string order) =>
        Assert.Equal(1, AssertRefused(SnapshotFault.Malformed, Encoding.UTF8.GetBytes($"{{\"version\":1,\"timestamp\":\"2026\"{order}}}\n")).Line);

    [Fact]
    public void The_document_of_an_older_version_is_never_an_empty_store()
    {
        byte[] text = "{\"version\":3,\"timestamp\":\"2026\",\"records\":{\"a\":{}}}"u8.ToArray();
        AssertRefused(SnapshotFault.Malformed, text, new SnapshotSeal(text.Length, Crc32C.Compute(text)));
    }

    [Fact]
    public void What_a_checksum_vouches_for_is_found_by_its_ends_and_an_id_is_looked_at()
    {
        byte[] text = Encoding.UTF8.GetBytes(Header + "{\"id\":\"a\",\"data\":{\"x\":1},\"y\":{}}\n{\"id\":\"?\",\"data\":{}}\n");
        text[Array.IndexOf(text, (byte)'?')] = 1;
        AssertRefused(SnapshotFault.Malformed, text, new SnapshotSeal(text.Length, Crc32C.Compute(text)));
    }

    [Fact]
    public void Foreign_lines_must_be_UTF_8()
    {
        byte[] text = Encoding.UTF8.GetBytes(Header + "{\"id\":\"a\",\"data\":{\"?\":1}}\n");
        text[Array.IndexOf(text, (byte)'?')] = 0xFF;
        Assert.Equal(2, AssertRefused(SnapshotFault.Malformed, text).Line);
    }

    [Fact]
    public void A_sealed_one_with_one_wrong_bit_is_refused()
    {
        byte[] text = Encoding.UTF8.GetBytes(Header + "{\"id\":\"b\",\"data\":{\"n\":1}}\n{\"id\":\"a\\n\",\"data\":{\"é\":{}}}\n");
        SnapshotSeal seal = new(text.Length, Crc32C.Compute(text));
        foreach (byte[] damaged in BitFlips.Of(text))
        {
            Assert.Throws<SnapshotException>(() => Load(damaged, seal, new RecordTable()));
        }
    }

    [Fact]
    public void A_seal_of_another_length_or_sum_is_refused()
    {
        byte[] text = Encoding.UTF8.GetBytes(Header);
        AssertRefused(SnapshotFault.WrongChecksum, text, new SnapshotSeal(text.Length + 1, Crc32C.Compute(text)));
        AssertRefused(SnapshotFault.WrongChecksum, text, new SnapshotSeal(text.Length, Crc32C.Compute(text) ^ 1));
        AssertRefused(SnapshotFault.WrongChecksum, [], new SnapshotSeal(5, 0));
    }

    [Theory]
    [InlineData("{\"version\":3,\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"records\":{\"b\":{\"n\":1},\"a\\n\":{}}}", "b={\"n\":1} a\n={} ")]
    [InlineData("{\n  \"version\": 3,\n  \"timestamp\": \"2026-01-01T00:00:00.000Z\",\n  \"records\": {\n    \"b\": {\n      \"n\": [\n        1\n      ]\n    }\n  }\n}\n", "b={\"n\":[1]} ")]
    [InlineData("{\"records\":{\"b\":{}},\"version\":3,\"timestamp\":\"2026-01-01T00:00:00.000Z\"}\n", "b={} ")]
    [InlineData("{\"version\":3,\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"records\":{}}", "")]
    public void The_single_document_of_older_versions_is_loaded(string text, string expected) => AssertLoads(expected, text, false);

    [Theory]
    [InlineData(5_000, false)]
    [InlineData(5_000, true)]
    [InlineData(60_000, false)]
    [InlineData(60_000, true)]
    public void Documents_may_be_large(int records, bool indented)
    {
        string space = indented ? "\n    " : "";
        string text = $"{{{space}\"version\":3,{space}\"timestamp\":\"2026-01-01T00:00:00.000Z\",{space}\"records\":{{"
            + string.Join(',', Enumerable.Range(0, records).Select(i => $"{space}\"id{i}\":{{{space}\"n\":{i}{space}}}")) + "}}";
        Assert.True(text.Length > (records > 5_000 ? 1_048_576 : 65_536));
        AssertLoads(string.Concat(Enumerable.Range(0, records).Select(i => $"id{i}={{\"n\":{i}}} ")), text, false);
    }

    [Theory]
    [InlineData("{", 1)]
    [InlineData("{\"version\":3,\"timestamp\":\"2026\",\"records\":{\"a\":{}}", 50)]
    [InlineData("{\"version\":3,\"timestamp\":\"2026\",\"records\":{\"a\":5}}", 47)]
    [InlineData("{\"version\":3,\"timestamp\":\"2026\",\"records\":{\"\":{}}}", 46)]
    [InlineData("{\"version\":3,\"timestamp\":\"2026\",\"records\":[]}", 42)]
    [InlineData("{\"timestamp\":\"2026\",\"records\":{}}", 33)]
    [InlineData("{\"version\":0,\"timestamp\":\"2026\",\"records\":{}}", 45)]
    [InlineData("{\"version\":2147483648,\"timestamp\":\"2026\",\"records\":{}}", 54)]
    [InlineData("{\"version\":3,\"records\":{}}", 26)]
    public void A_malformed_document_is_refused_with_its_place(string text, long offset)
    {
        SnapshotException refused = AssertRefused(SnapshotFault.Malformed, Encoding.UTF8.GetBytes(text));
        Assert.Equal((0, offset), (refused.Line, refused.Offset));
        Assert.Contains($"(byte {offset})", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spoilt_snapshots_are_loaded_or_refused_with_our_exception() => Seed.Run(random =>
    {
        RandomJson json = new(random);
        byte[] lines = Encoding.UTF8.GetBytes(Header + "{\"id\":\"b\",\"data\":{\"n\":1}}\n{\"id\":\"a\\n\",\"data\":{\"é\":{}}}\n");
        byte[] document = "{\"version\":3,\"timestamp\":\"2026\",\"records\":{\"b\":{\"n\":1},\"a\\n\":{}}}"u8.ToArray();
        for (int i = 0; i < 6_000; i++)
        {
            byte[] text = json.Spoil(i % 2 == 0 ? lines : document);
            SnapshotSeal? seal = i % 3 == 0 ? new SnapshotSeal(text.Length, Crc32C.Compute(text)) : null;
            try
            {
                Load(text, seal, new RecordTable());
            }
            catch (SnapshotException refused)
            {
                Assert.InRange(refused.Offset, 0, text.Length);
            }
        }
    });

    private static void AssertLoads(string expected, string text, bool seal)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        RecordTable table = new();
        SnapshotHeader header = Load(bytes, seal ? new SnapshotSeal(bytes.Length, Crc32C.Compute(bytes)) : null, table);
        Assert.Equal((3, "2026-01-01T00:00:00.000Z", 0), (header.Version, header.Timestamp, header.Clock));
        Assert.Equal(expected, TableText.Of(table));
    }

    private static SnapshotException AssertRefused(SnapshotFault fault, byte[] text, SnapshotSeal? seal = null)
    {
        SnapshotException refused = Assert.Throws<SnapshotException>(() => Load(text, seal, new RecordTable()));
        Assert.Equal(fault, refused.Fault);
        return refused;
    }

    private static SnapshotHeader Load(byte[] text, SnapshotSeal? seal, RecordTable table) =>
        new SnapshotLoader(new BytesReader(text), "a/snap", table).Load(seal);
}
