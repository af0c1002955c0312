using OpsLog.Core.Log;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>Replaying a log in order: repeated replays from an empty state have the same result.</summary>
internal sealed class ReplayTarget : LogTarget
{
    public override string Name => "LogReplay, in order";

    public override string Run(FuzzInput input)
    {
        byte[] log = input.Bytes;
        (string state, LogReplay replay) = Replay(log, log.Length);
        (string whole, _) = Replay(log, LogSteps.Scan(log).Scanner.WholeLength);
        FuzzFailureException.ThrowUnlessEqual(state, whole, "the state without the torn end");
        FuzzFailureException.ThrowIf(replay.Clock < replay.LastClock, $"the clock is {replay.Clock} behind {replay.LastClock}");
        return OutcomeOf(log, LogSteps.Scan(log));
    }

    private static (string State, LogReplay Replay) Replay(byte[] log, long end)
    {
        RecordTable table = new();
        LogReplay replay = LogReplay.InOrder(table, new LogScanner(new LineReader(new BytesReader(log), 0, end)), 0);
        return (TableText.Of(table), replay);
    }
}
