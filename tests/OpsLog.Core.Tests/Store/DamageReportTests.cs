using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Log;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Store;

/// <summary>What an opening says of what it can't read: the cause, and no more of it than a person reads.</summary>
public sealed class DamageReportTests
{
    private static readonly string s_deep = $"{string.Concat(Enumerable.Repeat("{\"a\":", 1100))}0{new string('}', 1100)}";

    [Fact]
    public void Megabytes_of_damaged_lines_make_a_bounded_number_of_warnings()
    {
        const int Lines = 300_000;
        StringBuilder log = new(MadeUpStore.Set("a", "{}"));
        for (int i = 0; i < Lines; i++)
        {
            log.Append("{\"ts\":\"2026-01-01T00:00:00.000Z\",\"op\":\"\n");
        }

        log.Append(MadeUpStore.Set("b", "{}"));
        MemoryBackend disk = new MadeUpStore().WithLog(log.ToString()).Build();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), MadeUpStore.Options);
        Assert.Equal(["a", "b"], store.State().Select(record => record.Key));
        Assert.All(store.Warnings, warning => Assert.Equal(StoreWarningKind.SkippedDamage, warning.Kind));
        Assert.Equal(LogScanner.MostKept + 1, store.Warnings.Count);
        Assert.InRange(store.Warnings.Sum(warning => warning.Message.Length), 1, 10_000);
        Assert.Contains($"in {Lines - LogScanner.MostKept:N0} more places", store.Warnings[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nests_too_deep_in_a_log_is_called_that_with_the_limit()
    {
        MemoryBackend disk = new MadeUpStore().WithLog(MadeUpStore.Set("deep", s_deep) + MadeUpStore.Set("b", "{}")).Build();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), MadeUpStore.Options);
        Assert.Contains("more than 1024 levels deep", Assert.Single(store.Warnings).Message, StringComparison.Ordinal);
        Assert.Contains("more than 1024 levels deep", Assert.Throws<LogDamagedException>(() => OpsLogStore.Open(disk.Share(), MadeUpStore.Options with { ReadOnly = true, Strict = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nests_too_deep_in_a_snapshot_segment_or_manifest_is_called_that_with_the_limit()
    {
        foreach (string lines in new[] { $"{{\"id\":\"a\",\"data\":{s_deep}}}\n", "" })
        {
            MadeUpStore made = lines.Length > 0 ? new MadeUpStore().WithSnapshot(lines) : new MadeUpStore().WithSnapshot("", $",\"x\":{s_deep}");
            AssertTooDeep(Assert.Throws<SnapshotException>(() => OpsLogStore.Open(made.Build(), MadeUpStore.Options)).Message);
            AssertTooDeep(string.Join('\n', StoreCheck.Run(made.Disk).Select(finding => finding.Message)));
        }

        MadeUpStore archived = new MadeUpStore().WithSegment("s", $"{{\"version\":1,\"records\":{{\"a\":{s_deep}}}}}");
        using (OpsLogStore store = OpsLogStore.Open(archived.Build().Share(), MadeUpStore.Options))
        {
            AssertTooDeep(Assert.Throws<ArchiveSegmentException>(() => store.ReadSegment("s").Count()).Message);
        }

        AssertTooDeep(string.Join('\n', StoreCheck.Run(archived.Disk).Select(finding => finding.Message)));
        AssertTooDeep(Assert.Throws<ManifestException>(() => ManifestCodec.Read(Encoding.UTF8.GetBytes(s_deep), "m")).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_log_that_ends_in_NULs_is_not_called_never_acknowledged(bool all)
    {
        string whole = all ? "" : MadeUpStore.Set("a", "{}");
        MemoryBackend disk = new MadeUpStore().WithLog(whole + new string('\0', 70_000)).Build();
        StoreFinding finding = StoreCheck.Run(disk).Single(finding => finding.Kind == FindingKind.TornTail);
        Assert.Contains("zeros", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("never", finding.Message, StringComparison.Ordinal);
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), MadeUpStore.Options);
        StoreWarning warning = Assert.Single(store.Warnings);
        Assert.Equal((StoreWarningKind.TornTail, whole.Length), (warning.Kind, warning.Offset));
        Assert.Contains("zero bytes", warning.Message, StringComparison.Ordinal);
        Assert.Contains("OperatingSystem acknowledged writes may be lost", warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("never", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Zeros_are_seen_where_two_pieces_meet_and_one_zero_is_none()
    {
        byte[] bytes = new byte[200_000];
        Array.Fill(bytes, (byte)'x');
        bytes[65_535] = 0;
        Assert.False(ZeroBytes.AreBehind(new BytesReader(bytes), 0));
        bytes[65_536] = 0;
        Assert.True(ZeroBytes.AreBehind(new BytesReader(bytes), 0));
        Assert.True(ZeroBytes.AreBehind(new BytesReader(bytes, 7), 0));
        Assert.False(ZeroBytes.AreBehind(new BytesReader(bytes), 65_536));
    }

    private static void AssertTooDeep(string message) => Assert.Contains("more than 1024 levels deep", message, StringComparison.Ordinal);
}
