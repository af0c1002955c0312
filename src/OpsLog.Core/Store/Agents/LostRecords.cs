using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Segments;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Store.Agents;

/// <summary>Finds what another program's snapshot lacks of the operations of an agent.</summary>
/// <param name="backend">Where the store is.</param>
/// <param name="manifest">Names the segments, where a record may have been moved to.</param>
/// <param name="loaded">The state behind the snapshot.</param>
internal sealed class LostRecords(IStorageBackend backend, Manifest manifest, RecordTable loaded)
{
    /// <summary>
    /// The operations to write again, in the order they were written: those that left a record as this agent has it in
    /// memory, where the loaded state has it otherwise.
    /// </summary>
    /// <param name="memory">The state in memory.</param>
    /// <param name="self">The agent's number in the stamps of that state.</param>
    public List<StagedOperation> Find(RecordView memory, int self)
    {
        List<(Stamp Stamp, StagedOperation Operation)> lost = [];
        for (int cursor = -1; memory.TryAdvance(ref cursor);)
        {
            RecordRef record = memory.At(cursor);
            if (memory.StampAt(cursor) is { } stamp && stamp.Agent == self && IsLost(record.Id, record.Value, stamp))
            {
                lost.Add((stamp, new StagedOperation(record.Id.ToArray(), record.Value.ToArray())));
            }
        }

        for (int cursor = -1; memory.TryAdvanceTombstone(ref cursor);)
        {
            RecordRef record = memory.At(cursor);
            if (memory.StampAt(cursor) is { } stamp && stamp.Agent == self && IsLost(record.Id, [], stamp))
            {
                lost.Add((stamp, new StagedOperation(record.Id.ToArray(), null)));
            }
        }

        return [.. lost.OrderBy(entry => entry.Stamp.Clock).ThenBy(entry => entry.Stamp.Rank).Select(entry => entry.Operation)];
    }

    private bool IsLost(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value, in Stamp stamp)
    {
        // What has a stamp in the loaded state was written behind the snapshot. Behind this agent's operation it counts.
        if (loaded.TryGetStamp(id, out Stamp there) && there.Clock > stamp.Clock)
        {
            return false;
        }

        return loaded.TryGet(id, out ReadOnlySpan<byte> found)
            ? value.IsEmpty || !JsonEquality.AreEqual(found, value)
            : !value.IsEmpty && !ArchivedRecords.Contains(backend, manifest, id, value);
    }
}
