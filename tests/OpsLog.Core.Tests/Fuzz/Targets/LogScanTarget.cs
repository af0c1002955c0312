using OpsLog.Core.Log;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>Scanning a log: every byte is whole, torn or damaged, however the bytes arrive.</summary>
internal sealed class LogScanTarget : LogTarget
{
    public override string Name => "LogScanner";

    public override int Share => 60_000;

    /// <summary>A line of one byte can be a damaged place, which each of three scans keeps up to a bound, with its reason.</summary>
    public override long BaseAllocation => 4 * 1024 * 1024;

    public override string Run(FuzzInput input)
    {
        byte[] log = input.Bytes;
        LogSteps found = LogSteps.Scan(log);
        FuzzFailureException.ThrowUnlessEqual(found.ToString(), LogSteps.Scan(log, 1 + (input.Choice & 63)).ToString(), "read in pieces");
        LogScanner scanner = found.Scanner;
        FuzzFailureException.ThrowIf(scanner.WholeLength < 0 || scanner.WholeLength > log.Length, $"it is whole to {scanner.WholeLength}");
        FuzzFailureException.ThrowIf(scanner.WholeLength > 0 && log[scanner.WholeLength - 1] != '\n', "it is whole to the middle of a line");
        FuzzFailureException.ThrowUnlessEqual(log.AsSpan(0, (int)scanner.WholeLength).Count((byte)'\n'), scanner.WholeLines, "whole lines");
        FuzzFailureException.ThrowUnlessEqual(found.Steps.Sum(step => step.Lines.Count), scanner.Operations, "operations");
        FuzzFailureException.ThrowIf(scanner.Damage.Any(damage => damage.Offset < 0 || damage.Offset >= log.Length), "damage outside of the log");

        // Cutting the torn end removes nothing else, and afterwards nothing is torn.
        byte[] whole = log[..(int)scanner.WholeLength];
        LogSteps repaired = LogSteps.Scan(whole);
        FuzzFailureException.ThrowUnlessEqual(scanner.WholeLength, repaired.Scanner.WholeLength, "whole after the repair");
        FuzzFailureException.ThrowUnlessEqual(string.Join(';', found.Steps.SelectMany(step => step.Lines)), string.Join(';', repaired.Steps.SelectMany(step => step.Lines)), "operations after the repair");
        return OutcomeOf(log, found);
    }
}
