using OpsLog.Core.Model;
using OpsLog.Core.State;

namespace OpsLog.Core.Store.Writing;

/// <summary>The order among agents: by clock, agent and undo rank, wherever an operation is written.</summary>
/// <param name="agent">The id of this agent.</param>
internal sealed class AgentOrder(byte[] agent) : IOperationOrder
{
    public bool LogOnlyGrows => true;

    public bool KeepsClock(long clock) => true;

    public void Sign(ref OperationDraft draft) => draft.Agent = agent;

    public RecordChange Apply(RecordTable table, RecordPlace place, in OperationDraft draft)
    {
        Stamp stamp = new(draft.Clock, table.Agents.NumberOf(draft.Agent), draft.UndoRank);
        table.TryApply(place, draft.Id, draft.Data, draft.Kind == OperationKind.Delete, stamp, out RecordChange change);
        return change;
    }
}
