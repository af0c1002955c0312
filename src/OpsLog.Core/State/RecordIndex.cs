using System.Numerics;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.State;

/// <summary>
/// Maps hashes to entry numbers: open addressing with linear probing. A bucket contains the hash in the high half and
/// the entry number plus one in the low half. The caller compares the ids.
/// </summary>
internal sealed class RecordIndex
{
    private ulong[] _buckets = new ulong[16];
    private int _count;

    /// <summary>
    /// Iterates over the entries of a hash: pass -1 for the first, then the last result; -1 ends the iteration.
    /// </summary>
    public int Next(uint hash, ref int bucket)
    {
        int mask = _buckets.Length - 1;
        bucket = bucket < 0 ? (int)hash & mask : (bucket + 1) & mask;
        while (_buckets[bucket] is not 0 and var found)
        {
            if ((uint)(found >> 32) == hash)
            {
                return (int)(uint)found - 1;
            }

            bucket = (bucket + 1) & mask;
        }

        return -1;
    }

    public RecordIndex Fork() => new() { _buckets = [.. _buckets], _count = _count };

    public void Add(uint hash, int entry)
    {
        // At most 70 % full: above that, the runs of linear probing grow quickly.
        if ((long)(_count + 1) * 10 > (long)_buckets.Length * 7)
        {
            Resize(_buckets.Length * 2);
        }

        Place(_buckets, ((ulong)hash << 32) | (uint)(entry + 1));
        _count++;
    }

    /// <summary>Removes an entry and moves up the entries that it displaced.</summary>
    public void Remove(uint hash, int entry)
    {
        int mask = _buckets.Length - 1;
        int hole = -1;
        while (Next(hash, ref hole) != entry)
        {
        }

        for (int probe = (hole + 1) & mask; _buckets[probe] != 0; probe = (probe + 1) & mask)
        {
            int home = (int)(uint)(_buckets[probe] >> 32) & mask;
            if (((probe - home) & mask) >= ((probe - hole) & mask))
            {
                _buckets[hole] = _buckets[probe];
                hole = probe;
            }
        }

        _buckets[hole] = 0;
        _count--;
    }

    /// <summary>The first bucket of the entries of a hash; reading it loads it into the cache.</summary>
    public ulong Peek(uint hash) => _buckets[(int)hash & (_buckets.Length - 1)];

    /// <summary>Begins to load that bucket. Without the lock too: the buckets are another array after they grow.</summary>
    public void Expect(uint hash)
    {
        ulong[] buckets = _buckets;
        ProcessorCache.Prefetch(ref buckets[(int)hash & (buckets.Length - 1)]);
    }

    /// <summary>Reserves space for the number of entries, so that filling it does not grow it step by step.</summary>
    public void Reserve(int entries)
    {
        long wanted = BitOperations.RoundUpToPowerOf2((ulong)entries * 10 / 7 + 1) is var size && size <= (ulong)Array.MaxLength
            ? (long)size
            : _buckets.Length;
        if (wanted > _buckets.Length)
        {
            Resize((int)wanted);
        }
    }

    private void Resize(int size)
    {
        ulong[] larger = LargeArray.Allocate<ulong>(size);
        Array.Clear(larger);
        foreach (ulong bucket in _buckets)
        {
            if (bucket != 0)
            {
                Place(larger, bucket);
            }
        }

        _buckets = larger;
    }

    private static void Place(ulong[] buckets, ulong value)
    {
        int mask = buckets.Length - 1;
        int at = (int)(uint)(value >> 32) & mask;
        while (buckets[at] != 0)
        {
            at = (at + 1) & mask;
        }

        buckets[at] = value;
    }
}
