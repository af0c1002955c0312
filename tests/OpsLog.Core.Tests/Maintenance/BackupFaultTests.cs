using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>A backup of which one call fails, or whose process or machine ends before one.</summary>
public sealed class BackupFaultTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_call_to_the_store_that_fails_is_reported_and_leaves_nothing(bool agents)
    {
        MemoryBackend disk = Fill(agents);
        int calls = 0;
        for (int number = 1; number <= Math.Max(1, calls); number++)
        {
            FaultyBackend source = new(disk.Share());
            FaultyBackend target = new(new MemoryBackend("copy"));
            if (number == 1)
            {
                StoreBackup.Run(source, new MemoryBackend("copy"));
                calls = source.Calls;
                Assert.InRange(calls, 20, 500);
                source = new FaultyBackend(disk.Share());
            }

            source.Fail(nth: number);
            StorageException error = Assert.ThrowsAny<StorageException>(() => StoreBackup.Run(source, target));
            Assert.Contains("No space left", error.Message);
            Assert.Contains("memory:store", error.Message);
            AssertNothingLeft(source, target, number);
        }
    }

    [Theory]
    [InlineData(false, false, 0)]
    [InlineData(false, true, 0)]
    [InlineData(true, false, 0)]
    [InlineData(false, false, 40)]
    public void Any_call_to_the_destination_that_fails_is_reported_and_leaves_nothing(bool agents, bool afterwards, int part)
    {
        MemoryBackend disk = Fill(agents);
        FaultyBackend counted = new(new MemoryBackend("copy"));
        StoreBackup.Run(disk.Share(), counted);
        Assert.InRange(counted.Calls, 60, 500);
        int passed = 0;
        for (int number = 1; number <= counted.Calls; number++)
        {
            FaultyBackend source = new(disk.Share());
            FaultyBackend target = new(new MemoryBackend("copy"));
            target.Fail(nth: number, after: afterwards, part: part);
            BackupResult? result = null;
            Exception? error = Record.Exception(() => result = StoreBackup.Run(source, target));
            if (result is not null)
            {
                // A call without an effect that could fail after it; or the check whether another process has the store
                // open.
                Assert.Empty(result.Findings);
                passed++;
                continue;
            }

            Assert.True(error is StorageException or BackupException { Fault: BackupFault.NotVerified }, $"call {number}: {error}");
            Assert.Contains("No space left", error!.Message);
            Assert.Contains("memory:copy", error.Message);
            AssertNothingLeft(source, target, number);
        }

        Assert.InRange(passed, 0, afterwards ? counted.Calls - 10 : 12);
    }

    [Fact]
    public void The_path_to_a_backup_is_durable_before_it_is_reported()
    {
        FaultyBackend target = new(new MemoryBackend("copy"));
        target.Fail(StorageCall.Settle);
        Assert.Throws<StorageException>(() => StoreBackup.Run(Fill(agents: false), target));
        Assert.Empty(target.List(""));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_destination_that_fails_permanently_is_reported_and_contains_no_store_or_a_complete_one(bool agents)
    {
        MemoryBackend disk = Fill(agents);
        string expected = StoreText.Of(disk.Share());
        FaultyBackend counted = new(new MemoryBackend("copy"));
        StoreBackup.Run(disk.Share(), counted);
        int notRemoved = 0;
        for (int number = 1; number <= counted.Calls; number++)
        {
            FaultyBackend source = new(disk.Share());
            MemoryBackend copy = new("copy");
            FaultyBackend target = new(copy);
            target.Fail(nth: number, forever: true);
            OpsLogException error = Assert.ThrowsAny<OpsLogException>(() => StoreBackup.Run(source, target));
            notRemoved += error is BackupException { Fault: BackupFault.NotRemoved } ? 1 : 0;
            Assert.Contains("No space left", error.Message);
            Assert.Equal((0, 0), (source.OpenHandles, target.OpenHandles));
            AssertNoStoreOrWhole(copy, expected, $"after call {number}");
        }

        Assert.InRange(notRemoved, 50, counted.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whenever_the_process_or_the_machine_ends_the_destination_holds_no_store_or_a_whole_one(bool agents)
    {
        MemoryBackend disk = Fill(agents);
        string expected = StoreText.Of(disk.Share());
        MemoryBackend copy = new("copy");
        List<MemoryBackend> images = [];
        FaultyBackend target = new(copy)
        {
            Before = (_, _) =>
            {
                images.Add(copy.Clone());
                images.Add(copy.Clone().Crash());
                images.Add(copy.Clone().Crash(new Random(images.Count)));
            },
        };
        StoreBackup.Run(disk.Share(), target);
        Assert.InRange(images.Count, 150, 1500);
        int whole = images.Count(image => AssertNoStoreOrWhole(image, expected, $"before call {images.IndexOf(image) / 3 + 1}"));
        Assert.InRange(whole, 30, images.Count - 60);
    }

    /// <summary>Refused by a reader and a writer alike, unless it is all there.</summary>
    private static bool AssertNoStoreOrWhole(MemoryBackend copy, string expected, string when)
    {
        if (copy.Find("manifest.json") is not null)
        {
            Assert.True(expected == StoreText.Of(copy.Share()), when);
            return true;
        }

        if (copy.List("").Count > 0)
        {
            string[] before = [.. copy.List("").Select(stored => stored.Name)];
            Exception? reading = Record.Exception(() => OpsLogStore.Open(copy.Share(), new() { ReadOnly = true }));
            Exception? writing = Record.Exception(() => OpsLogStore.Open(copy.Share()));
            Assert.True(reading is BackupException { Fault: BackupFault.Unfinished }, $"{when}: {reading}");
            Assert.True(writing is BackupException { Fault: BackupFault.Unfinished }, $"{when}: {writing}");
            Assert.Equal(before, copy.List("").Select(stored => stored.Name));
        }

        return false;
    }

    private static void AssertNothingLeft(FaultyBackend source, FaultyBackend target, int number)
    {
        Assert.Equal((number, 0, 0), (number, source.OpenHandles, target.OpenHandles));
        target.Heal();
        Assert.Equal((number, 0), (number, target.List("").Count));
    }

    private static MemoryBackend Fill(bool agents)
    {
        MemoryBackend disk = new();
        using OpsLogStore store = OpsLogStore.Open(disk.Share(), new() { Agent = agents ? "a" : null });
        using OpsLogStore? other = agents ? OpsLogStore.Open(disk.Share(), new() { Agent = "b" }) : null;
        store.Set("a", """{"n":1}""");
        store.Set("b", """{"n":1}""");
        store.Set("old", """{"n":1}""");
        store.Archive(record => record.IdText == "old", "gone");
        store.Compact();
        store.Set("c", """{"n":1}""");
        other?.Set("d", """{"n":1}""");
        store.Batch(batch =>
        {
            batch.Set("c", """{"n":2}""");
            batch.Delete("a");
        });
        return disk;
    }
}
