using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Maintenance;
using OpsLog.Core.Tests.Storage;
using OpsLog.TestHost.Workloads;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Store;

/// <summary>
/// Random steps with closes and reopenings in between against a plain model, a stack of states: the same state after
/// every step, and at the end undo all the way back to the empty store.
/// </summary>
public sealed class UndoModelTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("mixed")]
    [InlineData("checkpoints")]
    [InlineData("archives")]
    [InlineData("restores")]
    public void A_store_in_files_is_what_the_model_is(string mix)
    {
        using TemporaryDirectory directory = new();
        Compare(mix, 600, () => new FileSystemBackend(directory.Path));
    }

    [Theory]
    [InlineData("mixed")]
    [InlineData("checkpoints")]
    [InlineData("archives")]
    [InlineData("restores")]
    public void A_store_in_memory_is_what_the_model_is(string mix)
    {
        MemoryBackend memory = new();
        Compare(mix, 1000, () => memory);
    }

    [Fact]
    public void Lines_of_any_length_are_read_backwards()
    {
        // The log is read back in blocks of 64 KiB: lines shorter and longer than one, ending wherever they do.
        MemoryBackend memory = new();
        using OpsLogStore store = OpsLogStore.Open(memory);
        int[] lengths = [.. Enumerable.Range(0, 60).Select(i => i % 7 * 9000), 65536, 200_000, 1, 65400, 30_000];
        for (int i = 0; i < lengths.Length; i++)
        {
            store.Set($"id-{i}", $"{{\"n\":{i},\"text\":\"{new string('é', lengths[i])}\"}}");
        }

        for (int i = lengths.Length - 1; i >= 0; i--)
        {
            Assert.Equal($"id-{i}", Assert.Single(store.Undo()).Id);
        }

        Assert.Equal(0, store.Count);
    }

    private void Compare(string mix, int steps, Func<IStorageBackend> backend)
    {
        int seed = TestSeed.Next(output);
        Random random = new(seed);
        Workload workload = new(random.Next(), mix);
        ModelState state = ModelState.Empty;
        OpsLogStore store = Open();
        for (int number = 1; number <= steps; number++)
        {
            if (random.Next(20) == 0)
            {
                store.Close();
                Assert.Equal((seed, number, ""), (seed, number, Findings.Of(backend())));
                store = Open();
                Check($"seed {seed}, reopened before step {number}");
            }

            WorkloadStep step = workload.Next(state.Records.ContainsKey);
            step.RunOn(store);
            state = state.After(step);
            Check($"seed {seed}, step {number}, {step.Kind}");
        }

        WorkloadStep undo = new(StepKind.Undo, [], "");
        for (int number = 1; state != ModelState.Empty; number++)
        {
            undo.RunOn(store);
            state = state.After(undo);
            Check($"seed {seed}, undo {number} of all");
        }

        Assert.Empty(store.Undo());
        store.Close();
        Assert.Equal("", Findings.Of(backend()));

        OpsLogStore Open() => OpsLogStore.Open(backend(), new OpsLogStoreOptions
        {
            Durability = Durability.OperatingSystem,
            WriteMode = random.Next(3) == 0 ? WriteMode.Async : WriteMode.Immediate,
            CheckpointOnClose = (CheckpointOnClose)random.Next(3),
            CheckpointThreshold = random.Next(2) == 0 ? random.Next(1, 30) : null,
        });

        void Check(string context)
        {
            Assert.True(state.IsStateOf(store.StateById()), $"{context}: another state.");
            Assert.Empty(store.Warnings);
            CheckSegments(store, state, context);
        }
    }

    private static void CheckSegments(OpsLogStore store, ModelState state, string context)
    {
        var expected = state.Archived.Select(record => $"{record.Value.Segment} {record.Key} {record.Value.Value}");
        var actual = store.GetSegmentNames().SelectMany(segment => store.SegmentById(segment).Select(record => $"{segment} {record.Key} {record.Value}"));
        Assert.True(expected.Order(StringComparer.Ordinal).SequenceEqual(actual.Order(StringComparer.Ordinal)), $"{context}: other archived records.");
    }
}
