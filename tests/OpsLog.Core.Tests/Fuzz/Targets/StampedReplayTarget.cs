using OpsLog.Core.Log;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>The logs of two agents replayed by stamps: in either order, and twice, the state is the same.</summary>
internal sealed class StampedReplayTarget : LogTarget
{
    public override string Name => "LogReplay, by stamps";

    public override FuzzInput Next(Random random) => new(random.Next(), [("one", NextLog(random, "laptop")), ("two", NextLog(random, "nightly"))]);

    public override string Run(FuzzInput input)
    {
        byte[] one = input.Parts[0].Bytes;
        byte[] two = input.Parts[^1].Bytes;
        long snapshotClock = input.Choice % 5 == 0 ? 3 : 0;
        RecordTable forwards = new();
        bool isOwn = Replay(forwards, one, "laptop", snapshotClock) & Replay(forwards, two, "nightly", snapshotClock);
        string state = Sorted(forwards);
        RecordTable backwards = new();
        Replay(backwards, two, "nightly", snapshotClock);
        Replay(backwards, one, "laptop", snapshotClock);
        FuzzFailureException.ThrowUnlessEqual(state, Sorted(backwards), "the state in the other order");
        Replay(backwards, one, "laptop", snapshotClock);
        Replay(backwards, two, "nightly", snapshotClock);
        FuzzFailureException.ThrowUnlessEqual(state, Sorted(backwards), "the state when all is replayed again");
        return isOwn ? OutcomeOf(one, LogSteps.Scan(one)) : "an operation of another agent";
    }

    private static bool Replay(RecordTable table, byte[] log, string owner, long snapshotClock)
    {
        LogScanner scanner = new(new LineReader(new BytesReader(log), 0, log.Length));
        LogReplay replay = LogReplay.ByStamps(table, scanner, snapshotClock, snapshotClock, owner);
        FuzzFailureException.ThrowIf(replay.Clock < replay.LastClock, $"the clock is {replay.Clock} behind {replay.LastClock}");
        return replay.Stranger is null;
    }

    /// <summary>Records and tombstones with their stamps; their order in a table is that of reading.</summary>
    private static string Sorted(RecordTable table)
    {
        RecordView view = table.Freeze();
        List<string> lines = [];
        for (int cursor = -1; view.TryAdvance(ref cursor);)
        {
            lines.Add($"{view.At(cursor).IdText}={Convert.ToHexString(view.At(cursor).Value)} {Shown(view.StampAt(cursor))}");
        }

        for (int cursor = -1; view.TryAdvanceTombstone(ref cursor);)
        {
            lines.Add($"{view.At(cursor).IdText} gone {Shown(view.StampAt(cursor))}");
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);

        string Shown(Stamp? stamp) => $"{stamp?.Clock} {table.Agents.Text(stamp?.Agent ?? 0)} {stamp?.Rank}";
    }
}
