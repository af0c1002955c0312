using System.Collections.Concurrent;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Faults;

/// <summary>
/// A crash at every point of a history where the disk changes, and at every such point of the next opening, with each
/// kind of loss: what was acknowledged exists, everything else exists completely or not at all, and the store can be
/// used. A run tries a random half of the crashes; OPSLOG_LONG=1 tries each of them ten times.
/// </summary>
public sealed class CrashSweepTests(ITestOutputHelper output)
{
    private static readonly int s_rounds = LongRun.Or(10, 1);
    private static readonly int s_oneOf = LongRun.Or(1, 2);

    [Theory]
    [InlineData(Durability.Disk, WriteMode.Immediate)]
    [InlineData(Durability.Disk, WriteMode.Group)]
    [InlineData(Durability.Disk, WriteMode.Async)]
    [InlineData(Durability.OperatingSystem, WriteMode.Immediate)]
    public void Of_a_single_writer(Durability durability, WriteMode mode) => Sweep(() => new WriterHistory(durability, mode));

    [Theory]
    [InlineData(Durability.Disk)]
    [InlineData(Durability.OperatingSystem)]
    public void Of_agents(Durability durability) => Sweep(() => new AgentHistory(durability));

    [Fact]
    public void With_indexes_of_snapshots_of_a_single_writer() => Sweep(() => new WriterHistory(Durability.Disk, WriteMode.Immediate) { HasIndexes = true });

    [Fact]
    public void With_indexes_of_snapshots_of_agents() => Sweep(() => new AgentHistory(Durability.Disk) { HasIndexes = true });

    [Fact]
    public void While_old_logs_are_deleted() => Sweep(() => new PruningHistory());

    private void Sweep(Func<ScriptedHistory> script)
    {
        ScriptedHistory history = script();
        List<CrashImage> images = CrashImage.Record(history);
        ConcurrentQueue<string> failures = new();
        int crashes = 0;
        int again = 0;
        Seed.Run(random =>
        {
            int seed = random.Next();
            var tries = from round in Enumerable.Range(0, s_rounds) from image in images from loss in Enum.GetValues<Loss>() select (round, image, loss);
            Parallel.ForEach(tries, one =>
            {
                // HashCode would give other numbers in the next process.
                Random own = new(unchecked((((((seed * 31) + one.round) * 31) + one.image.Number) * 31) + (int)one.loss));
                if (own.Next(s_oneOf) > 0)
                {
                    return;
                }

                CrashCheck check = new(history, one.image, one.loss, own);
                if (check.Run() is { } failure)
                {
                    failures.Enqueue(failure);
                }

                Interlocked.Increment(ref crashes);
                Interlocked.Add(ref again, check.SecondCrashes);
            });
            output.WriteLine($"{images.Count} points, {crashes} crashes and {again} more while opening after one of them; seed {Seed.Value}");
            Assert.True(failures.IsEmpty, $"{failures.Count} of {crashes} failed; the first:\n{failures.Order(StringComparer.Ordinal).FirstOrDefault()}");
        });
    }
}
