using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Store;

/// <summary>What an archive segment says of itself is checked where no checksum vouches for it.</summary>
public sealed class SegmentHeaderTests
{
    private const string Time = "2026-01-01T00:00:00.000Z";

    [Theory]
    [InlineData("\"version\":0", "'version'")]
    [InlineData("\"version\":\"1\"", "'version'")]
    [InlineData("\"version\":1,\"period\":\"t\"", "'period' is 't'")]
    [InlineData("\"version\":1,\"period\":5", "'period'")]
    [InlineData("\"version\":1,\"period\":\"\"", "'period'")]
    [InlineData("\"version\":1,\"period\":\"s\",\"timestamp\":\"yesterday\"", "'timestamp'")]
    [InlineData("\"version\":1,\"period\":\"s\",\"timestamp\":5", "'timestamp'")]
    [InlineData("\"version\":1,\"period\":\"s\"", "'timestamp'")]
    [InlineData("\"period\":\"s\",\"timestamp\":\"" + Time + "\"", "'version'")]
    public void A_segment_whose_version_period_or_timestamp_can_not_be_right_is_refused(string header, string says)
    {
        foreach (string text in new[] { $"{{{header},\"records\":{{\"a\":{{}}}}}}", $"{{\"records\":{{\"a\":{{}}}},{header}}}" })
        {
            MemoryBackend disk = new MadeUpStore().WithSegment("s", text).WithLog(MadeUpStore.Set("b", "{}")).Build();
            using (OpsLogStore store = OpsLogStore.Open(disk.Share(), MadeUpStore.Options))
            {
                ArchiveSegmentException refused = Assert.Throws<ArchiveSegmentException>(() => store.ReadSegment("s").Count());
                Assert.Equal(SegmentFault.Malformed, refused.Fault);
                Assert.Contains(says, refused.Message, StringComparison.Ordinal);
                Assert.Throws<ArchiveSegmentException>(() => store.Archive(_ => true, "s"));
                Assert.Equal(1, store.Count);
            }

            Assert.Contains(StoreCheck.Run(disk), finding => finding.Severity == FindingSeverity.Error && finding.Message.Contains(says, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("\"version\":2,\"period\":\"s\",\"timestamp\":\"" + Time + "\"")]
    [InlineData("\"version\":0,\"version\":1,\"period\":\"t\",\"\\u0070eriod\":\"s\",\"timestamp\":\"2026-01-01\",\"more\":null")]
    public void A_segment_with_a_right_header_is_read_of_equal_keys_the_last_counts(string header)
    {
        MemoryBackend disk = new MadeUpStore().WithSegment("s", $"{{{header},\"records\":{{\"a\":{{}}}}}}").Build();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), MadeUpStore.Options);
        Assert.Equal(["a"], store.ReadSegment("s").Select(record => record.Id));
    }
}
