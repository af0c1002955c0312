using OpsLog.Core.Log;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>A log whose lines were examined ahead: the scan finds the same.</summary>
internal sealed class ExaminedLogTarget : LogTarget
{
    public override string Name => "ExaminedLines";

    /// <summary>Each log is examined into arrays for a large part.</summary>
    public override long BaseAllocation => 16 * 1024 * 1024;

    public override string Run(FuzzInput input)
    {
        byte[] log = input.Bytes;
        LogSteps found = LogSteps.Scan(log);
        using LogWindow window = LogWindow.Load(new BytesReader(log), 0, log.Length, examine: true);
        FuzzFailureException.ThrowUnlessEqual(found.ToString(), LogSteps.Scan(window.Scan(0)).ToString(), "examined ahead");
        FuzzFailureException.ThrowIf(window.StepsEnd < 0 || window.StepsEnd > log.Length, $"steps end at {window.StepsEnd}");
        return OutcomeOf(log, found);
    }
}
