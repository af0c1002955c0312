using OpsLog.Core.Log;

namespace OpsLog.Core.Maintenance;

/// <summary>Counts the operations of a log that stand behind the place where a snapshot superseded it.</summary>
/// <param name="end">That place in bytes; null where no snapshot tells it.</param>
internal sealed class LostTail(long? end)
{
    private long _operations;
    private long _firstLine;
    private long _firstOffset;

    /// <summary>Takes note of the operation that was just read.</summary>
    public void Note(LogScanner scanner)
    {
        if (scanner.Offset >= end && _operations++ == 0)
        {
            _firstLine = scanner.Line;
            _firstOffset = scanner.Offset;
        }
    }

    public void Tell(FileFindings findings)
    {
        if (_operations > 0)
        {
            findings.Error(
                FindingKind.LostOperations, _firstLine, _firstOffset,
                $"Its last {_operations} operations were written after the snapshot that superseded it, so the state lacks them.",
                "Look through them and write again what is missing. A program that did not know that it had lost the store wrote them.");
        }
    }
}
