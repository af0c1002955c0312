using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;

namespace OpsLog.Core.Maintenance;

/// <summary>Checks the header values for the order of operations against one another and the records.</summary>
internal sealed class SnapshotHeaderCheck(SnapshotHeader header, RecordTable records, FileFindings findings)
{
    public void Check()
    {
        if (!Timestamp.TryParse(header.Timestamp, out _))
        {
            findings.Warning(FindingKind.InvalidTimestamp, 1, 0, "The timestamp in the header is not a valid time.", "The records are not affected. The next checkpoint writes the timestamp again.");
        }

        if (header.Horizon > header.Clock)
        {
            Fault($"its horizon is {header.Horizon}, above the highest clock, {header.Clock}");
        }

        foreach (SnapshotTombstone tombstone in header.Tombstones)
        {
            Check(tombstone);
        }
    }

    private void Check(SnapshotTombstone tombstone)
    {
        string id = JsonText.Decode(tombstone.Id);
        if (records.TryGet(tombstone.Id, out _))
        {
            Fault($"record '{id}' has a tombstone, although the snapshot contains the record");
        }

        if (tombstone.Stamp.Clock > header.Clock || tombstone.Stamp.Clock <= header.Horizon)
        {
            Fault($"the tombstone of record '{id}' has the clock {tombstone.Stamp.Clock}, which is not between the horizon, {header.Horizon}, and the highest clock, {header.Clock}");
        }
    }

    private void Fault(string what) =>
        findings.Error(FindingKind.InvalidStamp, 1, 0, $"The header is invalid: {what}.", Advice.Restore);
}
