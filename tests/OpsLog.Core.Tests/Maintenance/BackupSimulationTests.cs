using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Agents;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>Backups in one thread, with the store's writers doing random things between any two calls of the backup.</summary>
public sealed class BackupSimulationTests(ITestOutputHelper output)
{
    [Fact]
    public void A_backup_is_the_store_as_it_was_at_one_moment_while_it_was_made()
    {
        int seed = TestSeed.Next(output);
        int backups = LongRun.Or(100_000, 300);
        int next = -1;
        RunThreads.AtOnce(Environment.ProcessorCount, _ =>
        {
            while (Interlocked.Increment(ref next) is { } i && i < backups)
            {
                BackUp(unchecked(seed + i));
            }
        });
    }

    private static void BackUp(int seed)
    {
        Random random = new(seed);
        BusyStore busy = new(random, agents: Math.Max(0, random.Next(-2, 5)));
        for (int step = random.Next(40); step >= 0; step--)
        {
            busy.Act();
        }

        List<string> moments = [StoreText.Of(busy.Disk.Share())];
        int left = random.Next(1, 40);
        int oneIn = random.Next(1, 12);
        HookBackend source = new(new ContentVersions(busy.Disk.Share()), Act, readsToo: true);
        MemoryBackend copy = new("copy");
        try
        {
            BackupResult result = StoreBackup.Run(source, copy);
            Assert.DoesNotContain(result.Findings, finding => finding.Severity > FindingSeverity.Information);
            Assert.Contains(StoreText.Of(copy.Share()), moments);
            SortedDictionary<string, string> logged = LogModel.Read(copy).State;
            SortedDictionary<string, string> opened = OpenAlone(copy);
            Assert.True(!busy.KeepsHistory || logged.SequenceEqual(opened), "the history doesn't lead to the state");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"OPSLOG_TEST_SEED={seed}: {e.Message}", e);
        }

        void Act()
        {
            for (int steps = left > 0 && random.Next(oneIn) == 0 ? random.Next(1, 4) : 0; steps > 0; steps--)
            {
                left--;
                busy.Act();
                moments.Add(StoreText.Of(busy.Disk.Share()));
            }
        }
    }

    private static SortedDictionary<string, string> OpenAlone(MemoryBackend copy)
    {
        using OpsLogStore store = OpsLogStore.Open(copy.Share());
        Assert.Empty(store.Warnings);
        return store.StateById();
    }
}
