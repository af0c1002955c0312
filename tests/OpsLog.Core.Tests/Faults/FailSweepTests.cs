using System.Collections.Concurrent;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Storage;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Faults;

/// <summary>
/// The scripted histories with each call to the backend failing in turn: the caller has the error and its cause, memory
/// and disk agree, nothing is half done, and nothing stays open.
/// </summary>
public sealed class FailSweepTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Durability.Disk, WriteMode.Immediate)]
    [InlineData(Durability.Disk, WriteMode.Async)]
    public void Of_a_single_writer(Durability durability, WriteMode mode) => Sweep(() => new WriterHistory(durability, mode));

    [Fact]
    public void Of_agents() => Sweep(() => new AgentHistory(Durability.Disk));

    [Fact]
    public void With_indexes_of_snapshots_of_a_single_writer() => Sweep(() => new WriterHistory(Durability.Disk, WriteMode.Immediate) { HasIndexes = true });

    [Fact]
    public void With_indexes_of_snapshots_of_agents() => Sweep(() => new AgentHistory(Durability.Disk) { HasIndexes = true });

    [Fact]
    public void While_old_logs_are_deleted() => Sweep(() => new PruningHistory());

    private void Sweep(Func<ScriptedHistory> script)
    {
        List<(StorageCall Kind, string Name)> calls = CallsOf(script());
        ConcurrentQueue<string> failures = new();
        ConcurrentQueue<string> untold = new();
        List<(int Number, Failing Failing)> tries =
            [.. from index in Enumerable.Range(0, calls.Count) from failing in Enum.GetValues<Failing>() where failing.IsPossible(calls[index].Kind, calls[index].Name) select (index + 1, failing)];
        Parallel.ForEach(tries, one =>
        {
            FailCheck check = new(script(), one.Number, one.Failing);
            if (check.Run() is { } failure)
            {
                failures.Enqueue(failure);
            }
            else if (!check.IsTold)
            {
                untold.Enqueue(check.Call);
            }
        });
        output.WriteLine($"{calls.Count} calls, {tries.Count} failures, {untold.Count} of them without harm and untold");

        // A marker that remains is stale, and the next process detects this. An index only saves time.
        bool isMadeAtOpening = script().HasIndexes;
        Assert.All(untold, call => Assert.True(
            call == "Delete .lock" || call.EndsWith(".idx", StringComparison.Ordinal) || (isMadeAtOpening && call is "OpenRead snapshots/snap-.jsonl" or "ReadPart snapshots/snap-.jsonl"), call));
        Assert.True(failures.IsEmpty, $"{failures.Count} of {tries.Count} went wrong; the first:\n{failures.Order(StringComparer.Ordinal).FirstOrDefault()}");
    }

    private static List<(StorageCall Kind, string Name)> CallsOf(ScriptedHistory history)
    {
        List<(StorageCall Kind, string Name)> calls = [];
        history.Backend.PieceLength = ScriptedHistory.PieceLength;
        history.Backend.Before = (kind, name) =>
        {
            lock (calls)
            {
                calls.Add((kind, name));
            }
        };
        history.Run();
        return calls;
    }
}
