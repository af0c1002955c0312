using OpsLog.Core.Log;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>Reading a log backwards gives the steps that a scan gives forwards, up to the first that is not whole.</summary>
internal sealed class LogStepTarget : LogTarget
{
    public override string Name => "LogStepReader";

    /// <summary>A line of one byte is a step too, with its own array and list, and both readings create them.</summary>
    public override int AllocationFactor => 256;

    public override string Run(FuzzInput input)
    {
        byte[] log = input.Bytes;
        LogSteps found = LogSteps.Scan(log);
        ThrowUnlessTheSame(log, log.Length, found);
        ThrowUnlessTheSame(log, found.Scanner.WholeLength, found);
        return OutcomeOf(log, found);
    }

    private static void ThrowUnlessTheSame(byte[] log, long end, LogSteps found)
    {
        // If there are very many damaged places, the last ones are not reported.
        bool isKnown = found.Scanner.Damage.Count == found.Scanner.DamagedPlaces;
        long damaged = isKnown ? found.Scanner.Damage.Select(damage => damage.Offset).DefaultIfEmpty(-1).Max() : end;
        LogStepReader steps = new(new BytesReader(log), end);
        for (int i = found.Steps.Count - 1; i >= 0 && found.Steps[i].Offset > damaged && found.Steps[i].IsComplete; i--)
        {
            LogStep? step = steps.ReadPrevious();
            FuzzFailureException.ThrowIf(step is null || step.IsDamaged, $"the step at {found.Steps[i].Offset} is not found backwards");
            FuzzFailureException.ThrowUnlessEqual((found.Steps[i].Offset, found.Steps[i].Lines.Count), (step!.Offset, step.Lines.Count), "the step backwards");
        }

        long last = end;
        while (steps.ReadPrevious() is { } step)
        {
            FuzzFailureException.ThrowIf(step.Offset >= last || step.Offset < 0, $"a step at {step.Offset} behind one at {last}");
            last = step.Offset;
        }
    }
}
