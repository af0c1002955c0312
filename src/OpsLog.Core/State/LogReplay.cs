using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.State;

/// <summary>Replays a log's whole steps over the table.</summary>
internal sealed class LogReplay(RecordTable table)
{
    private readonly List<RecordChange> _step = [];

    /// <summary>Applies everything that counts; the scanner then knows where the log is whole and what is damaged.</summary>
    public void Run(LogScanner scanner)
    {
        using ByteBuffer id = new();
        using ByteBuffer compact = new();
        while (scanner.TryRead(out OperationView operation))
        {
            if (scanner.StartsStep)
            {
                EndStep(scanner.DropsOpenStep);
            }

            id.Clear();
            JsonText.Unescape(operation.RawId, id);
            if (operation.Kind == OperationKind.Delete)
            {
                if (table.TryRemove(id.Span, out RecordChange removed) && operation.Batch.IsPart)
                {
                    _step.Add(removed);
                }

                continue;
            }

            RecordChange change = table.Set(id.Span, operation.CompactData(compact));
            if (operation.Batch.IsPart)
            {
                _step.Add(change);
            }
        }

        EndStep(scanner.DropsOpenStep);
    }

    private void EndStep(bool dropped)
    {
        if (dropped)
        {
            for (int i = _step.Count - 1; i >= 0; i--)
            {
                table.Revert(_step[i]);
            }
        }

        _step.Clear();
    }
}
