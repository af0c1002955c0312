using OpsLog.Core.Tests.Support;
using System.Collections.Concurrent;
using System.Globalization;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Faults081;

/// <summary>What version 0.8.1 of the npm package gets wrong about a store as a whole; each test bears the case's name.</summary>
public sealed class StoreFaultTests(ITestOutputHelper output) : IDisposable
{
    private static readonly OpsLogStoreOptions _fast = new() { Durability = Durability.OperatingSystem };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Single_writer_opens_a_store_with_agents_logs()
    {
        StoreFixture.Copy("npm-0.8.1-agents", _directory);
        for (int time = 0; time < 3; time++)
        {
            using OpsLogStore store = OpsLogStore.Open(_directory.Path, _fast with { CheckpointOnClose = CheckpointOnClose.Always });
            Assert.Equal(["from-server", "kept", "shared"], store.StateById().Keys);
            Assert.Equal("""{"text":"third","by":"laptop"}""", store.GetText("shared"));
            store.Set("kept", $$"""{"time":{{time}}}""");
        }
    }

    [Fact]
    public void Read_only_open_of_a_store_with_two_agents()
    {
        StoreFixture.Copy("npm-0.8.1-agents", _directory);
        using OpsLogStore reader = OpsLogStore.Open(_directory.Path, new OpsLogStoreOptions { ReadOnly = true });
        Assert.Equal("""{"text":"third","by":"laptop"}""", reader.GetText("shared"));
        Assert.Equal("""{"n":1}""", reader.GetText("from-server"));
        Assert.Equal(["laptop", "server-2"], reader.GetHistory("shared").Select(operation => operation.Agent!).Distinct().Order());
    }

    [Fact]
    public void Fifty_checkpoints_of_five_records()
    {
        using (OpsLogStore store = OpsLogStore.Open(_directory.Path, _fast))
        {
            for (int checkpoint = 0; checkpoint < 50; checkpoint++)
            {
                WriteFive(store, checkpoint);
                Assert.True(store.Compact().Taken);
            }

            // The logs are the audit trail: they stay until a retention is asked for.
            Assert.Equal(2, Directory.GetFiles(_directory["snapshots"]).Length);
            Assert.Equal(51, Directory.GetFiles(_directory["ops"]).Length);
            Assert.Equal(250, store.GetOperations().Count());
        }

        using (OpsLogStore store = OpsLogStore.Open(_directory.Path, _fast with { HistoryRetention = new HistoryRetention(MaximumLogs: 3) }))
        {
            WriteFive(store, 50);
            store.Compact();
            Assert.Equal(4, Directory.GetFiles(_directory["ops"]).Length);
            Assert.Equal(2, Directory.GetFiles(_directory["snapshots"]).Length);
        }

        using OpsLogStore reopened = OpsLogStore.Open(_directory.Path, _fast);
        Assert.Equal(5, reopened.Count);
    }

    [Fact]
    public void A_whole_state_write_every_100_operations()
    {
        using OpsLogStore store = OpsLogStore.Open(_directory.Path, _fast);
        for (int round = 0; round < 400; round++)
        {
            WriteFive(store, round);
        }

        Assert.Single(Directory.GetFiles(_directory["snapshots"]));
        Assert.Equal(2000, store.GetStatistics().OperationsSinceCheckpoint);
    }

    /// <summary>24 MB, many read buffers long; with OPSLOG_LONG=1 more than the 512 MB themselves.</summary>
    [Fact]
    public void A_log_over_512_MB()
    {
        long wanted = (long)LongRun.Or(540, 24) << 20;
        OpsLogStoreOptions options = _fast with { CheckpointThreshold = int.MaxValue, CheckpointOnClose = CheckpointOnClose.Never };
        string text = new('x', 1 << 20);
        int writes = 0;
        using (OpsLogStore store = OpsLogStore.Open(_directory.Path, options))
        {
            for (; store.GetStatistics().LogBytes < wanted; writes++)
            {
                store.Set($"id-{writes % 3}", $$"""{"n":{{writes}},"text":"{{text[(writes % 1000)..]}}"}""");
            }
        }

        output.WriteLine($"{new FileInfo(Assert.Single(Directory.GetFiles(_directory["ops"]))).Length >> 20} MB in {writes} operations");
        for (int time = 0; time < 2; time++)
        {
            using OpsLogStore store = OpsLogStore.Open(_directory.Path, options with { CheckpointOnClose = CheckpointOnClose.Always });
            Assert.Equal(3, store.Count);
            string newest = store.GetText($"id-{(writes - 1) % 3}")!;
            Assert.StartsWith($"{{\"n\":{writes - 1},", newest);
            Assert.Equal(text.Length - ((writes - 1) % 1000), newest.Count(c => c == 'x') - 1);
            Assert.Empty(store.Warnings);
        }
    }

    [Fact]
    public void Group_mode_acknowledges_only_what_is_on_disk()
    {
        using OpsLogStore store = OpsLogStore.Open(
            _directory.Path, _fast with { WriteMode = WriteMode.Group, GroupSize = 50, GroupDelay = TimeSpan.FromMilliseconds(1) });
        string log = Assert.Single(Directory.GetFiles(_directory["ops"]));
        for (int write = 0; write < 49; write++)
        {
            store.Set($"id-{write}", """{"v":1}""");
            Assert.Equal(write + 1, SharedFile.ReadLines(log).Count());
        }
    }

    [Fact]
    public void Group_mode_acknowledges_only_what_survives_a_power_cut()
    {
        MemoryBackend memory = new();
        OpsLogStore store = OpsLogStore.Open(memory, new OpsLogStoreOptions { WriteMode = WriteMode.Group, GroupSize = 4, GroupDelay = TimeSpan.FromMilliseconds(5) });
        ConcurrentBag<string> acknowledged = [];
        Thread[] writers = [.. Enumerable.Range(0, 6).Select(writer => new Thread(() => WriteUntilItFails(store, writer, acknowledged)))];
        Array.ForEach(writers, writer => writer.Start());
        Assert.True(SpinWait.SpinUntil(() => acknowledged.Count > 20, TimeSpan.FromMinutes(2)), "The writers got nothing acknowledged.");
        MemoryBackend after = memory.Crash();
        Array.ForEach(writers, writer => writer.Join());

        using OpsLogStore reopened = OpsLogStore.Open(after);
        Assert.DoesNotContain(acknowledged, id => !reopened.Contains(id));
    }

    [Fact]
    public void Two_processes_find_a_stale_lock_together()
    {
        HostProcess[] rivals = [.. Enumerable.Range(0, 3).Select(_ => HostProcess.Start("open-in-turns", _directory.Path))];
        try
        {
            string dead = DeadProcess();
            Array.ForEach(rivals, rival => rival.Expect("ready"));
            for (int round = 0; round < 60; round++)
            {
                File.WriteAllText(_directory[".lock"], dead);
                Array.ForEach(rivals, rival => rival.GoOn());
                string?[] answers = [.. rivals.Select(rival => rival.ReadLine())];
                Assert.True(answers.Count(answer => answer == "opened") == 1, $"Round {round}: {string.Join(", ", answers)}");
                Array.ForEach(rivals, rival => rival.GoOn());
                Array.ForEach(rivals, rival => rival.Expect("closed"));
                Assert.False(File.Exists(_directory[".lock"]));
            }
        }
        finally
        {
            Array.ForEach(rivals, rival => rival.Dispose());
        }
    }

    private static void WriteFive(OpsLogStore store, int round)
    {
        for (int record = 0; record < 5; record++)
        {
            store.Set($"id-{record}", $$"""{"round":{{round}}}""");
        }
    }

    private static void WriteUntilItFails(OpsLogStore store, int writer, ConcurrentBag<string> acknowledged)
    {
        try
        {
            for (int write = 0; ; write++)
            {
                string id = $"{writer}/{write}";
                store.Set(id, """{"v":1}""");
                acknowledged.Add(id);
            }
        }
        catch (StoreFailedException)
        {
        }
    }

    private string DeadProcess()
    {
        using HostProcess host = HostProcess.Start("hold-lock", _directory.Path, "other", "dead");
        host.Expect("held");
        host.Kill();
        return host.Id.ToString(CultureInfo.InvariantCulture);
    }
}
