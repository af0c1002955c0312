using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store;

/// <summary>A file that lost its end at a line is well-formed; what other files say of it shows the loss.</summary>
public sealed class MissingDataTests : IDisposable
{
    private static readonly OpsLogStoreOptions s_options = new() { CheckpointOnClose = CheckpointOnClose.Never };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(null, 0)]
    [InlineData(null, 2)]
    [InlineData("w", 0)]
    [InlineData("w", 2)]
    public void A_log_that_was_emptied_or_cut_at_a_line_is_reported_at_opening_and_by_the_check(string? agent, int kept)
    {
        Write(agent, 3);
        string log = Log(agent);
        string[] lines = SharedFile.ReadAllLines(log);
        long length = new FileInfo(log).Length;
        File.WriteAllText(log, string.Concat(lines.Take(kept).Select(line => line + "\n")));
        long left = new FileInfo(log).Length;
        StoreFinding finding = Assert.Single(StoreCheck.Run(new FileSystemBackend(_directory.Path)));
        Assert.Equal((FindingKind.LogShortened, FindingSeverity.Warning, left), (finding.Kind, finding.Severity, finding.Offset));
        foreach (OpsLogStoreOptions options in (OpsLogStoreOptions[])[new() { ReadOnly = true }, s_options with { Agent = agent }])
        {
            Assert.Throws<LogDamagedException>(() => OpsLogStore.Open(_directory.Path, options with { Strict = true }));
            using OpsLogStore store = OpsLogStore.Open(_directory.Path, options);
            StoreWarning warning = Assert.Single(store.Warnings);
            Assert.Equal((StoreWarningKind.MissingData, left), (warning.Kind, warning.Offset));
            Assert.Contains($"{length} bytes", warning.Message, StringComparison.Ordinal);
            Assert.Equal(kept, store.Count);
        }
    }

    [Fact]
    public void A_log_whose_end_is_torn_below_its_length_is_not_called_never_acknowledged()
    {
        Write(null, 3);
        string log = Log(null);
        File.WriteAllBytes(log, SharedFile.ReadAllBytes(log)[..^5]);
        StoreFinding[] findings = [.. StoreCheck.Run(new FileSystemBackend(_directory.Path))];
        Assert.Equal([FindingKind.LogShortened, FindingKind.TornTail], findings.Select(finding => finding.Kind).Order());
        Assert.DoesNotContain(findings, finding => finding.Message.Contains("never", StringComparison.Ordinal));
        using OpsLogStore store = OpsLogStore.Open(_directory.Path, s_options);
        Assert.Equal([StoreWarningKind.MissingData, StoreWarningKind.TornTail], store.Warnings.Select(warning => warning.Kind));
        Assert.DoesNotContain(store.Warnings, warning => warning.Message.Contains("never", StringComparison.Ordinal));
    }

    [Fact]
    public void After_the_loss_was_reported_and_a_write_followed_the_length_is_correct_again()
    {
        Write(null, 3);
        File.WriteAllText(Log(null), "");
        Write(null, 1, expectWarning: true);
        Write(null, 1);
        AssertFine();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("w")]
    public void Undo_closes_kills_and_checkpoints_are_no_loss(string? agent)
    {
        Random random = new(Seed(out int seed));
        MemoryBackend disk = new();
        int unique = 0;
        for (int turn = 0; turn < 60; turn++)
        {
            string context = $"OPSLOG_TEST_SEED={seed}, turn {turn}";
            MemoryBackend process = disk.Share();
            bool always = random.Next(6) == 0;
            OpsLogStore store = OpsLogStore.Open(process, new() { Agent = agent, CheckpointOnClose = always ? CheckpointOnClose.Always : CheckpointOnClose.Never });
            Assert.True(store.Warnings.Count == 0, $"{context}: {string.Join('\n', store.Warnings.Select(warning => warning.Message))}");
            for (int step = random.Next(6); step > 0; step--)
            {
                switch (random.Next(8))
                {
                    case < 4:
                        store.Set($"id{random.Next(5)}", $"{{\"n\":{unique++}}}");
                        break;
                    case < 7:
                        Undo(store);
                        break;
                    default:
                        store.Compact();
                        break;
                }
            }

            if (random.Next(2) == 0)
            {
                store.Close();
                Assert.True(!StoreCheck.Run(disk).Any(finding => finding.Kind is FindingKind.LogShortened), context);
            }
            else
            {
                process.Kill();
            }
        }
    }

    [Fact]
    public void A_store_that_is_opened_and_closed_and_not_written_to_stays_byte_for_byte()
    {
        Write(null, 2);
        Dictionary<string, string> before = Contents();
        OpsLogStore.Open(_directory.Path, s_options).Close();
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void A_snapshot_of_another_program_that_lost_records_at_its_end_is_reported()
    {
        MemoryBackend disk = new MadeUpStore { Active = 3 }.WithSnapshot("{\"id\":\"a\",\"data\":{}}\n{\"id\":\"five\",\"data\":5}\n").Build();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), MadeUpStore.Options with { ReadOnly = true });
        StoreWarning warning = store.Warnings[^1];
        Assert.Equal(StoreWarningKind.MissingData, warning.Kind);
        Assert.Contains("2 records; the manifest expects 3", warning.Message, StringComparison.Ordinal);
        MemoryBackend strict = new MadeUpStore { Active = 2 }.WithSnapshot("{\"id\":\"a\",\"data\":{}}\n").Build();
        Assert.Throws<SnapshotException>(() => OpsLogStore.Open(strict, MadeUpStore.Options with { Strict = true }));
    }

    [Theory]
    [InlineData("set")]
    [InlineData("delete")]
    public void An_operation_whose_record_was_never_made_is_reported(string kind)
    {
        OpsLogStoreOptions options = s_options with { Durability = Durability.OperatingSystem };
        using (OpsLogStore store = OpsLogStore.Open(_directory.Path, options))
        {
            store.Set("a", "{}");
            store.Set("b", "{}");
            if (kind == "set")
            {
                store.Set("b", """{"n":1}""");
            }
            else
            {
                store.Delete("b");
            }
        }

        string log = Log(null);
        string[] lines = SharedFile.ReadAllLines(log);
        File.WriteAllText(log, $"{lines[0]}\n{lines[2]}\n");
        LogDamagedException refused = Assert.Throws<LogDamagedException>(() => OpsLogStore.Open(_directory.Path, options with { Strict = true }));
        Assert.Equal((2, lines[0].Length + 1), (refused.Line, refused.Offset));
        using OpsLogStore opened = OpsLogStore.Open(_directory.Path, options);
        StoreWarning warning = Assert.Single(opened.Warnings);
        Assert.Equal((StoreWarningKind.MissingData, 2, lines[0].Length + 1), (warning.Kind, warning.Line, warning.Offset));
        Assert.Contains("'b'", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_that_is_none_is_reported_and_refused_strictly()
    {
        MemoryBackend disk = new MadeUpStore { Time = "yesterday" }.Build();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), MadeUpStore.Options with { ReadOnly = true });
        Assert.Equal(3, store.Warnings.Count);
        Assert.All(store.Warnings, warning => Assert.Equal(StoreWarningKind.DoubtfulValue, warning.Kind));
        Assert.Throws<ManifestException>(() => OpsLogStore.Open(disk.Share(), MadeUpStore.Options with { ReadOnly = true, Strict = true }));
    }

    /// <summary>An agent's step from before its compaction may be beyond undo.</summary>
    private static void Undo(OpsLogStore store)
    {
        try
        {
            store.Undo();
        }
        catch (UndoException) when (store.Agent is not null)
        {
        }
    }

    private static int Seed(out int seed) => seed = Support.Seed.Value;

    private void Write(string? agent, int records, bool expectWarning = false)
    {
        using OpsLogStore store = OpsLogStore.Open(_directory.Path, s_options with { Agent = agent });
        Assert.Equal(expectWarning, store.Warnings.Count > 0);
        for (int i = 0; i < records; i++)
        {
            store.Set($"id{store.Count}", """{"n":1}""");
        }
    }

    private void AssertFine()
    {
        Assert.Empty(StoreCheck.Run(new FileSystemBackend(_directory.Path)));
        using OpsLogStore store = OpsLogStore.Open(_directory.Path, s_options with { Strict = true });
        Assert.Empty(store.Warnings);
    }

    private string Log(string? agent) => Directory.EnumerateFiles(_directory["ops"], agent is null ? "ops-*" : $"agent-{agent}-*").Single();

    private Dictionary<string, string> Contents() => _directory.Files
        .Where(file => !file.Contains("lock", StringComparison.Ordinal))
        .ToDictionary(file => file, file => Encoding.Latin1.GetString(SharedFile.ReadAllBytes(_directory[file])));
}
