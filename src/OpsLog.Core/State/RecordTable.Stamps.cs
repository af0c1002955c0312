using OpsLog.Core.Model;

namespace OpsLog.Core.State;

/// <content>Operations of agents, which their stamps put into order.</content>
internal sealed partial class RecordTable
{
    /// <summary>The stamp of the operation that wrote a record or its tombstone; false if the id is unknown.</summary>
    public bool TryGetStamp(ReadOnlySpan<byte> id, out Stamp stamp)
    {
        int index = Find(id, RecordHash.Compute(id));
        stamp = index < 0 ? default : _entries.At(index).Stamp(_arena.Chunks);
        return index >= 0;
    }

    /// <summary>
    /// Applies a stamped operation, unless a later operation in the total order, or the same one, has been applied. So
    /// the order of applying has no effect, and applying twice has none either.
    /// </summary>
    public bool TryApply(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value, bool isDelete, in Stamp stamp, out RecordChange change)
    {
        uint hash = RecordHash.Compute(id);
        int index = Find(id, hash);
        if (index >= 0 && Agents.Compare(_entries.At(index).Stamp(_arena.Chunks), stamp) >= 0)
        {
            change = RecordChange.None;
            return false;
        }

        change = Put(index, new RecordEntry
        {
            Position = _arena.Append(stamp, id, value),
            IdLength = id.Length,
            ValueLength = isDelete ? RecordEntry.Tombstone : value.Length,
            Hash = hash,
            IsStamped = true,
        });
        return true;
    }

    /// <summary>A stamp from a file in the form of the table.</summary>
    public Stamp StampOf(in RecordStamp stamp) => new(stamp.Clock, Agents.NumberOf(stamp.Agent), stamp.Rank);

    /// <summary>
    /// Removes tombstones with a clock up to <paramref name="horizon"/>, because no operation that they would win
    /// against can follow.
    /// </summary>
    public void DropTombstones(long horizon)
    {
        for (int i = 0; i < _entries.Count; i++)
        {
            if (_entries.At(i).IsTombstone && _entries.At(i).Stamp(_arena.Chunks).Clock <= horizon)
            {
                Replace(i, new RecordEntry { ValueLength = RecordEntry.Vacant });
            }
        }
    }

    /// <summary>Sets another value of a record and keeps its stamp.</summary>
    public void Replace(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value)
    {
        int index = Find(id, RecordHash.Compute(id));
        RecordEntry entry = _entries.At(index);
        Replace(index, entry with
        {
            Position = entry.IsStamped ? _arena.Append(entry.Stamp(_arena.Chunks), id, value) : _arena.Append(id, value),
            ValueLength = value.Length,
            Gap = 0,
        });
    }
}
