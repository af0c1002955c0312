using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>Checks every line of one log.</summary>
internal sealed class LogCheck(CheckRun run, string name)
{
    public void Check(FileFindings findings)
    {
        using IObjectReader source = run.Open(name);
        long length = source.Length;
        LogScanner scanner = new(new LineReader(source, 0, length));
        while (scanner.TryRead(out OperationView operation))
        {
        }

        foreach (LogDamage damage in scanner.Damage.Where(damage => damage.Offset < scanner.WholeLength))
        {
            findings.Error(FindingKind.LogDamage, damage.Line, damage.Offset, $"The line is damaged: {damage.Reason}.", Advice.Restore);
        }

        if (scanner.WholeLength < length)
        {
            findings.Warning(
                FindingKind.TornTail, scanner.WholeLines + 1, scanner.WholeLength,
                $"The last write was cut short, so it was never acknowledged: the last {length - scanner.WholeLength} bytes.", Advice.OpenForWriting);
        }
    }
}
