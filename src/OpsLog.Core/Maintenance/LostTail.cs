using OpsLog.Core.Log;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Loading;

namespace OpsLog.Core.Maintenance;

/// <summary>Finds the operations of a log after the place where a snapshot superseded it.</summary>
/// <param name="end">That place in bytes; null if no snapshot contains it.</param>
internal sealed class LostTail(long? end)
{
    private long _line;
    private long _offset = -1;

    /// <summary>Records the last operation that was read.</summary>
    public void Note(LogScanner scanner)
    {
        if (_offset < 0 && scanner.Offset >= end)
        {
            _line = scanner.Line;
            _offset = scanner.Offset;
        }
    }

    public void Report(IObjectReader source, FileFindings findings)
    {
        if (_offset >= 0 && CountWhole(source) is > 0 and var operations)
        {
            findings.Error(
                FindingKind.LostOperations, _line, _offset,
                $"The last {(operations == 1 ? "operation in this log was" : $"{operations:N0} operations in this log were")} written after the snapshot that superseded it, so the state does not contain {(operations == 1 ? "it" : "them")}.",
                "Read the operations with Get-OpsLogOperation, and write the missing records again. A program that had lost the store without noticing wrote them.");
        }
    }

    // An incomplete batch is ignored, as in a replay.
    private long CountWhole(IObjectReader source)
    {
        LogScanner scanner = new(new LineReader(source, _offset, source.Length));
        while (scanner.TryRead(out _))
        {
        }

        return scanner.Operations;
    }
}
