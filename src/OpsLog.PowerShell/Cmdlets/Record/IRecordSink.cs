using OpsLog.Core.State;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Gets the records that a search finds.</summary>
internal interface IRecordSink
{
    /// <summary>Whether no more records are required.</summary>
    bool IsFull { get; }

    void Offer(RecordRef record);
}
