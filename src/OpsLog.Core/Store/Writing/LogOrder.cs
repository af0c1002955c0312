using OpsLog.Core.Model;
using OpsLog.Core.State;

namespace OpsLog.Core.Store.Writing;

/// <summary>The order of a single writer: that of its log. It keeps a clock only where agents have written before.</summary>
internal sealed class LogOrder : IOperationOrder
{
    public bool LogOnlyGrows => false;

    public bool KeepsClock(long clock) => clock > 0;

    public void Sign(ref OperationDraft draft)
    {
    }

    public RecordChange Apply(RecordTable table, RecordPlace place, in OperationDraft draft)
    {
        if (draft.Kind == OperationKind.Set)
        {
            return table.Set(place, draft.Id, draft.Data);
        }

        table.TryRemove(place, out RecordChange change);
        return change;
    }
}
