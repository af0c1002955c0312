using System.Collections.Concurrent;
using System.Globalization;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Faults;

/// <summary>
/// Many threads over a backend whose calls take a random time each, so that they overtake one another, with a power cut
/// at random moments: what was acknowledged to any of them is there.
/// </summary>
public sealed class DelayTests(ITestOutputHelper output)
{
    private const int Threads = 8;
    private const int Writes = 150;

    private readonly int[] _acknowledged = new int[Threads];
    private readonly ConcurrentBag<(MemoryBackend Disk, int[] Promised)> _images = [];

    public static TheoryData<WriteMode, string?> Ways => new()
    {
        { WriteMode.Immediate, null },
        { WriteMode.Group, null },
        { WriteMode.Immediate, "agent" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Nothing_acknowledged_is_lost_however_long_calls_take(WriteMode mode, string? agent) => Seed.Run(random =>
    {
        MemoryBackend disk = new();
        int seed = random.Next();
        OpsLogStoreOptions options = new() { WriteMode = mode, GroupSize = 4, GroupDelay = TimeSpan.FromMilliseconds(1), CheckpointThreshold = 60 };
        OpsLogStore[] stores = [.. Enumerable.Range(0, agent is null ? 1 : 2)
            .Select(i => OpsLogStore.Open(Delayed(disk, seed + i), options with { Agent = agent is null ? null : $"{agent}-{i}" }))];
        RunThreads.AtOnce(Threads, thread => Write(stores[thread % stores.Length], thread));
        Array.ForEach(stores, store => store.Close());

        Assert.NotEmpty(_images);
        foreach ((MemoryBackend image, int[] promised) in _images)
        {
            Check(Loss.AnyAppends.Apply(image, random), promised);
        }

        Check(disk, _acknowledged);
        output.WriteLine($"{_images.Count} power cuts, seed {Seed.Value}");
    });

    private void Write(OpsLogStore store, int thread)
    {
        for (int n = 1; n <= Writes; n++)
        {
            string json = $$"""{"n":{{n}}}""";
            if (n % 10 == 0)
            {
                store.Batch(batch =>
                {
                    batch.Set($"id-{thread}", json);
                    batch.Set($"twin-{thread}", json);
                });
            }
            else
            {
                store.Set($"id-{thread}", json);
            }

            Volatile.Write(ref _acknowledged[thread], n);
        }
    }

    private FaultyBackend Delayed(MemoryBackend disk, int seed)
    {
        Random random = new(seed);
        object gate = new();
        return new FaultyBackend(disk.Share())
        {
            PieceLength = ScriptedHistory.PieceLength,
            Before = (_, _) =>
            {
                int drawn;
                lock (gate)
                {
                    drawn = random.Next(1000);
                }

                if (drawn < 10)
                {
                    int[] promised = [.. Enumerable.Range(0, Threads).Select(thread => Volatile.Read(ref _acknowledged[thread]))];
                    _images.Add((disk.Clone(), promised));
                }
                else if (drawn < 20)
                {
                    Thread.Sleep(1);
                }
                else if (drawn < 200)
                {
                    Thread.SpinWait(drawn * 20);
                }
            },
        };
    }

    private static void Check(MemoryBackend disk, int[] promised)
    {
        using (OpsLogStore store = Reopening.Open(disk.Share()))
        {
            for (int thread = 0; thread < Threads; thread++)
            {
                int n = Number(store.GetText($"id-{thread}"));
                Assert.True(n >= promised[thread], $"thread {thread}: {n} is there, {promised[thread]} was acknowledged");

                // The twin is written by every tenth step, in one batch with the other.
                Assert.Equal(n / 10 * 10, Number(store.GetText($"twin-{thread}")));
            }
        }

        Assert.DoesNotContain(
            StoreCheck.Run(disk.Share()),
            finding => finding.Severity != FindingSeverity.Information && finding.Kind != FindingKind.LogDamage);
    }

    private static int Number(string? json) => json is null ? 0 : int.Parse(json[5..^1], CultureInfo.InvariantCulture);
}
