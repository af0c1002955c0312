using OpsLog.Core.Model;

namespace OpsLog.Core.State;

/// <content>Operations of agents, which their stamps put into order.</content>
internal sealed partial class RecordTable
{
    /// <summary>The stamp of the operation that wrote a record or its tombstone; false if the id is unknown.</summary>
    public bool TryGetStamp(ReadOnlySpan<byte> id, out Stamp stamp)
    {
        int index = _entries.Find(id, RecordHash.Compute(id));
        stamp = index < 0 ? default : _entries.At(index).Stamp(_entries.Bytes);
        return index >= 0;
    }

    /// <summary>
    /// Applies a stamped operation, unless a later operation in the total order, or the same one, has been applied. So
    /// the order of applying has no effect, and applying twice has none either.
    /// </summary>
    public bool TryApply(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value, bool isDelete, in Stamp stamp, out RecordChange change) =>
        TryApply(Find(id), id, value, isDelete, stamp, out change);

    /// <summary>The same, for an id whose place is known.</summary>
    public bool TryApply(RecordPlace place, ReadOnlySpan<byte> id, ReadOnlySpan<byte> value, bool isDelete, in Stamp stamp, out RecordChange change)
    {
        if (place.Index >= 0 && Agents.Compare(_entries.At(place.Index).Stamp(_entries.Bytes), stamp) >= 0)
        {
            change = RecordChange.None;
            return false;
        }

        change = _entries.Put(place.Index, new RecordEntry
        {
            Position = _entries.Arena.Append(stamp, id, value),
            IdLength = id.Length,
            ValueLength = isDelete ? RecordEntry.Tombstone : value.Length,
            Hash = place.Hash,
            IsStamped = true,
        });
        return true;
    }

    /// <summary>Adds the tombstones of a snapshot.</summary>
    public void Bury(IEnumerable<SnapshotTombstone> tombstones)
    {
        foreach (SnapshotTombstone tombstone in tombstones)
        {
            TryApply(tombstone.Id, [], isDelete: true, StampOf(tombstone.Stamp), out _);
        }
    }

    /// <summary>A stamp from a file in the form of the table.</summary>
    public Stamp StampOf(in RecordStamp stamp) => new(stamp.Clock, Agents.NumberOf(stamp.Agent), stamp.Rank);

    /// <summary>
    /// Removes tombstones with a clock up to <paramref name="horizon"/>, because no operation that they would win
    /// against can follow.
    /// </summary>
    public void DropTombstones(long horizon)
    {
        for (int i = _entries.NextTombstone(0); i >= 0; i = _entries.NextTombstone(i + 1))
        {
            if (_entries.At(i).Stamp(_entries.Bytes).Clock <= horizon)
            {
                _entries.Replace(i, new RecordEntry { ValueLength = RecordEntry.Vacant });
            }
        }
    }

    /// <summary>Sets another value of a record and keeps its stamp.</summary>
    public void Replace(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value)
    {
        int index = _entries.Find(id, RecordHash.Compute(id));
        RecordEntry entry = _entries.At(index);
        _entries.Replace(index, entry with
        {
            Position = entry.IsStamped ? _entries.Arena.Append(entry.Stamp(_entries.Bytes), id, value) : _entries.Arena.Append(id, value),
            ValueLength = value.Length,
            Gap = 0,
        });
    }
}
