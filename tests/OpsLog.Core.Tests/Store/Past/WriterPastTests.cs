using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using OpsLog.TestHost.Workloads;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Store.Past;

/// <summary>
/// Random histories of a single writer, with closes, checkpoints, archives and removed history, against a plain model that
/// keeps the state after each step.
/// </summary>
public sealed class WriterPastTests(ITestOutputHelper output)
{
    private const int Steps = 300;
    private const int Moments = 250;

    [Theory]
    [InlineData("mixed")]
    [InlineData("checkpoints")]
    [InlineData("archives")]
    [InlineData("restores")]
    public void Every_moment_is_what_the_model_was(string mix)
    {
        using TemporaryDirectory directory = new();
        int seed = TestSeed.Next(output);
        Random random = new(seed);
        Workload workload = new(random.Next(), mix);
        ModelState state = ModelState.Empty;
        DateTime earliest = DateTime.MinValue;
        OpsLogStore store = Open(directory, random);
        List<Moment> moments = [new(NextMillisecond.Await(), null, state.Records)];
        for (int number = 1; number <= Steps; number++)
        {
            if (random.Next(20) == 0)
            {
                store.Close();
                store = Open(directory, random);
            }

            if (number is Steps / 2 && store.RemoveHistory(new HistoryPruning { Keep = 3 }).Count > 0)
            {
                earliest = moments[^1].Time;
            }

            WorkloadStep step = workload.Next(state.Records.ContainsKey);
            ModelState before = state;
            if (step.Kind != StepKind.Undo)
            {
                step.RunOn(store);
                state = state.After(step);
            }
            else if (store.Undo().Count > 0)
            {
                // There is nothing to undo behind history that was removed.
                state = state.After(step);
            }

            moments.Add(new(NextMillisecond.Await(), state == before ? null : store.GetOperationsNewestFirst().FirstOrDefault(), state.Records));
            if (random.Next(10) == 0)
            {
                Check(store, moments[random.Next(moments.Count)], earliest, $"seed {seed}, after step {number}");
            }
        }

        int found = 0;
        for (int i = 0; i < Moments; i++)
        {
            found += Check(store, moments[random.Next(moments.Count)], earliest, $"seed {seed}, moment {i}") ? 1 : 0;
        }

        output.WriteLine($"{found} of {Moments} moments were in the kept history.");
        Assert.True(found > Moments / 10, $"seed {seed}: only {found} moments were in the kept history.");
        for (int i = 0; i < 20; i++)
        {
            PastAssert.Compares(store, moments[random.Next(moments.Count)], moments[random.Next(moments.Count)], $"seed {seed}, pair {i}");
        }

        PastAssert.RestoresAndComesBack(store, moments[^random.Next(1, 100)], $"seed {seed}");
        store.Close();
    }

    /// <summary>Whether the moment is in the kept history. One that is known to be can't be refused.</summary>
    private static bool Check(OpsLogStore store, Moment moment, DateTime earliest, string context)
    {
        try
        {
            PastAssert.Is(store, moment, context);
            return true;
        }
        catch (HistoryException refused)
        {
            Assert.True(moment.Time <= earliest, $"{context}: {refused.Message}");
            return false;
        }
    }

    private static OpsLogStore Open(TemporaryDirectory directory, Random random) => OpsLogStore.Open(new FileSystemBackend(directory.Path), new OpsLogStoreOptions
    {
        Durability = Durability.OperatingSystem,
        WriteMode = random.Next(3) == 0 ? WriteMode.Async : WriteMode.Immediate,
        CheckpointOnClose = (CheckpointOnClose)random.Next(3),
        CheckpointThreshold = random.Next(2) == 0 ? random.Next(1, 30) : null,
        SnapshotIndexFrom = random.Next(2) == 0 ? -1 : long.MaxValue,
    });
}
