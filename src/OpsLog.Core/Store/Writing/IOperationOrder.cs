using OpsLog.Core.Model;
using OpsLog.Core.State;

namespace OpsLog.Core.Store.Writing;

/// <summary>How the operations of one kind of writer are ordered: by their place in the log, or by their stamps.</summary>
internal interface IOperationOrder
{
    /// <summary>Whether other processes read the log while it is written, so that it is never cut.</summary>
    bool LogOnlyGrows { get; }

    /// <summary>Whether operations get a clock, where <paramref name="clock"/> is the highest one so far.</summary>
    bool KeepsClock(long clock);

    /// <summary>Notes on a draft whose operation it is.</summary>
    void Sign(ref OperationDraft draft);

    /// <summary>Applies an operation of this writer to the record at a place.</summary>
    RecordChange Apply(RecordTable table, RecordPlace place, in OperationDraft draft);
}
