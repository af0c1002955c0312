using System.Text;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Loading;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>The check finds operations in a log after the place up to which its snapshot contains the log.</summary>
public sealed class LostOperationsTests : IDisposable
{
    private static readonly OpsLogStoreOptions s_fast = new() { Durability = Durability.OperatingSystem };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("b")]
    public void Operations_behind_what_an_agents_snapshot_covered_are_found(string? before)
    {
        Write(s_fast with { Agent = before }, "x");
        string log = Log(before is null ? "ops-*" : "agent-b-*");
        using (OpsLogStore agent = OpsLogStore.Open(_directory.Path, s_fast with { Agent = "a" }))
        {
            agent.Set("y", "{}");
            agent.Compact();
        }

        Assert.DoesNotContain(Run(), finding => finding.Severity != FindingSeverity.Information);
        AppendAgain(log);
        StoreFinding found = Assert.Single(Run(), finding => finding.Kind == FindingKind.LostOperations);
        Assert.Equal((FindingSeverity.Error, "ops/" + Path.GetFileName(log)), (found.Severity, found.File));
        Assert.Contains("The last operation in this log was written", found.Message, StringComparison.Ordinal);
        Assert.Equal('{', SharedFile.ReadAllText(log)[(int)found.Offset]);
    }

    [Fact]
    public void A_batch_that_was_cut_short_behind_what_a_snapshot_covered_is_not_lost()
    {
        using (OpsLogStore b = OpsLogStore.Open(_directory.Path, s_fast with { Agent = "b" }))
        {
            b.Batch(batch =>
            {
                batch.Set("x", "{}"u8);
                batch.Set("y", "{}"u8);
            });
        }

        string log = Log("agent-b-*");
        File.AppendAllText(log, SharedFile.ReadLines(log).First() + "\n");
        using (OpsLogStore agent = OpsLogStore.Open(_directory.Path, s_fast with { Agent = "a" }))
        {
            agent.Compact();
        }

        Assert.DoesNotContain(Run(), finding => finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public void Operations_behind_what_a_single_writers_snapshot_covered_are_found()
    {
        Write(s_fast with { CheckpointOnClose = CheckpointOnClose.Always }, "x");
        string log = Directory.GetFiles(_directory["ops"]).Order(StringComparer.Ordinal).First();
        Assert.Empty(Run());
        string line = SharedFile.ReadLines(log).First();
        File.AppendAllText(log, SealedAnew(line.Replace("\"x\"", "\"late\"", StringComparison.Ordinal)) + "\n");
        Assert.Contains(Run(), finding => finding.Kind == FindingKind.SnapshotMismatch && finding.Message.Contains("'late'", StringComparison.Ordinal));
    }

    private static string SealedAnew(string line)
    {
        byte[] content = Encoding.UTF8.GetBytes(line[..^18]);
        return $"{line[..^18]},\"crc\":\"{Crc32C.Compute(content):x8}\"}}";
    }

    private static void AppendAgain(string log) => File.AppendAllText(log, SharedFile.ReadLines(log).First() + "\n");

    private void Write(OpsLogStoreOptions options, string id)
    {
        using OpsLogStore store = OpsLogStore.Open(_directory.Path, options);
        store.Set(id, "{}");
    }

    private string Log(string pattern) => Directory.GetFiles(_directory["ops"], pattern).Single();

    private List<StoreFinding> Run() => [.. StoreCheck.Run(new FileSystemBackend(_directory.Path))];
}
