using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Storage;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>The steps of a log that count, as a scan finds them.</summary>
internal sealed class LogSteps
{
    public List<Step> Steps { get; } = [];

    public required LogScanner Scanner { get; init; }

    /// <summary>One step.</summary>
    /// <param name="Offset">Where its first line begins.</param>
    /// <param name="First">The batch mark of its first operation.</param>
    /// <param name="Lines">Its operations' ids and kinds, and where they begin.</param>
    internal sealed record Step(long Offset, BatchMark First, List<string> Lines)
    {
        /// <summary>Whether all lines of it are there and can be read.</summary>
        public bool IsComplete => !First.IsPart || (First.Index == 1 && Lines.Count == First.Count);
    }

    public static LogSteps Scan(byte[] log, int mostBytes = int.MaxValue)
    {
        BytesReader source = new(log, mostBytes);
        return Scan(new LogScanner(new LineReader(source, 0, source.Length)));
    }

    public static LogSteps Scan(LogScanner scanner)
    {
        LogSteps found = new() { Scanner = scanner };
        while (found.Scanner.TryRead(out OperationView operation))
        {
            if (found.Scanner.StartsStep)
            {
                found.DropOpen();
                found.Steps.Add(new Step(found.Scanner.Offset, operation.Batch, []));
            }

            found.Steps[^1].Lines.Add($"{found.Scanner.Offset} {LogText.Word(operation)} {operation.Data.Length}");
        }

        found.DropOpen();
        return found;
    }

    public override string ToString() =>
        $"{string.Join("; ", Steps.Select(step => string.Join(" + ", step.Lines)))} | whole to {Scanner.WholeLength}, {Scanner.WholeLines} lines, {Scanner.Operations} operations | {string.Join("; ", Scanner.Damage)}";

    private void DropOpen()
    {
        if (Scanner.DropsOpenStep)
        {
            Steps.RemoveAt(Steps.Count - 1);
        }
    }
}
