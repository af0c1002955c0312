using OpsLog.Core.Errors;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.State;

/// <summary>
/// A snapshot that is read on demand, by its index file. To open it costs the head of the index file, and a record costs
/// the blocks that it is in. Each block of both files is verified when it is read, so no damaged byte is returned. Any
/// number of threads can read.
/// </summary>
internal sealed class IndexedSnapshot : IPositionedBytes, IDisposable
{
    private readonly object _gate = new();
    private readonly SnapshotIndexHead _head;
    private readonly string _path;
    private readonly SnapshotChunks _chunks;
    private readonly SnapshotIndexWords _words;
    private readonly RecordEntry[]?[] _pages;
    private readonly RecordArena _copies = new();
    private readonly AgentNames _agents;
    private WeakReference<Lease>? _lease;
    private bool _isSuperseded;

    private IndexedSnapshot(string path, SnapshotIndexHead head, SnapshotChunks chunks, SnapshotIndexWords words, AgentNames agents)
    {
        _path = path;
        _head = head;
        _chunks = chunks;
        _words = words;
        _agents = agents;
        _pages = new RecordEntry[]?[(head.Count + RecordPage.Size - 1) >> RecordPage.Shift];
        Header = SnapshotHeaderCodec.ReadLine(chunks.ReadHeader(), path);
    }

    /// <summary>Whether this computer can use index files: their numbers are little-endian.</summary>
    public static bool IsPossible => BitConverter.IsLittleEndian;

    /// <summary>The header of the snapshot.</summary>
    public SnapshotHeader Header { get; }

    /// <summary>The number of records.</summary>
    public int Count => _head.Count;

    /// <summary>The number of bytes of all ids and values.</summary>
    public long LiveBytes => _head.LiveBytes;

    /// <summary>The memory in use for what was read, in bytes.</summary>
    public long Capacity => _chunks.Capacity + _words.Capacity + _copies.Capacity;

    /// <summary>
    /// Opens a snapshot by its index file. Null if it has none that fits, or one that this process can't use; then the
    /// snapshot is to be loaded.
    /// </summary>
    /// <param name="backend">Where the store is.</param>
    /// <param name="name">The name of the snapshot.</param>
    /// <param name="path">The path of the snapshot, for errors.</param>
    /// <param name="seal">Its length and checksum in the manifest.</param>
    /// <param name="agents">The agents of the table, in which those of the snapshot get a number.</param>
    /// <exception cref="SnapshotException">The first line of the snapshot is damaged.</exception>
    /// <exception cref="ObjectNotFoundException">There is no such snapshot.</exception>
    public static IndexedSnapshot? TryOpen(IStorageBackend backend, string name, string path, SnapshotSeal seal, AgentNames agents)
    {
        if (!IsPossible || !backend.ReadersOutliveDeletion || OpenIndex(backend, name) is not { } index)
        {
            return null;
        }

        IObjectReader? snapshot = null;
        try
        {
            if (ReadHead(index, name, seal) is { Count: > 0 } head && (snapshot = backend.OpenRead(name)).Length == seal.Length)
            {
                SnapshotChunks chunks = new SnapshotChunks(path, head, snapshot, seal.Length, backend.Location).Prepare();
                IndexedSnapshot opened = new(path, head, chunks, new SnapshotIndexWords(head, index, chunks, backend.Location).Prepare(), KnownAgents(head, agents));
                (snapshot, index) = (null, null);
                return opened;
            }

            return null;
        }
        finally
        {
            snapshot?.Dispose();
            index?.Dispose();
        }
    }

    /// <summary>The number of the record with an id; -1 if there is none.</summary>
    public int Find(ReadOnlySpan<byte> id)
    {
        uint hash = RecordHash.Compute(id, _head.Key);
        long bucket = SnapshotIndexHead.HomeOf(hash, _head.Buckets);
        while (_words[_head.Count + bucket] is not 0 and var word)
        {
            int record = (int)(uint)word - 1;
            if ((uint)(word >> 32) == hash && IdOf(record).SequenceEqual(id))
            {
                return record;
            }

            bucket = bucket + 1 == _head.Buckets ? 0 : bucket + 1;
        }

        return -1;
    }

    /// <summary>Begins to load what <see cref="Find"/> will read first into the processor's cache.</summary>
    public void Expect(ReadOnlySpan<byte> id) =>
        _words.Expect(_head.Count + SnapshotIndexHead.HomeOf(RecordHash.Compute(id, _head.Key), _head.Buckets));

    /// <summary>The entries of a page of records, which must not be changed.</summary>
    public RecordEntry[] Page(int number) => Volatile.Read(ref _pages[number]) ?? MakePage(number);

    /// <inheritdoc/>
    public byte[]?[] WholeChunks => _chunks.Whole;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Slice(long position, int skip, int length)
    {
        int chunk = (int)(position >> 32) & int.MaxValue;
        return chunk < _chunks.Count
            ? _chunks.Slice(chunk, (int)position + skip, length)
            : RecordArena.Slice(_copies.Chunks, RecordArena.Position(chunk - _chunks.Count, (int)position), skip, length);
    }

    /// <summary>What a view of the records reads. The caller has the lock of the table.</summary>
    public Lease Borrow()
    {
        if (_lease is null || !_lease.TryGetTarget(out Lease? lease))
        {
            lease = new Lease(this);
            _lease = new WeakReference<Lease>(lease);
        }

        return lease;
    }

    /// <summary>Notes that no table needs the snapshot any more.</summary>
    public void Supersede()
    {
        _isSuperseded = true;
        TryClose();
    }

    /// <summary>Closes a superseded snapshot unless a view may need it; false if it stays open.</summary>
    public bool TryClose()
    {
        if (!_isSuperseded || _lease?.TryGetTarget(out _) == true)
        {
            return false;
        }

        Dispose();
        return true;
    }

    /// <summary>Closes the files. A call that needs more of them fails with <see cref="StoreClosedException"/>.</summary>
    public void Dispose()
    {
        _chunks.Dispose();
        _words.Dispose();
    }

    private static IObjectReader? OpenIndex(IStorageBackend backend, string name)
    {
        try
        {
            return backend.OpenRead(StoreLayout.Index(name));
        }
        catch (StorageException)
        {
            // Missing, or not readable: it is only a help.
            return null;
        }
    }

    private static SnapshotIndexHead? ReadHead(IObjectReader index, string name, SnapshotSeal seal)
    {
        try
        {
            return SnapshotIndexHead.TryRead(index, name, seal);
        }
        catch (StorageException)
        {
            return null;
        }
    }

    /// <summary>The agents of the snapshot with their numbers in the table, so that pages can be made without its lock.</summary>
    private static AgentNames KnownAgents(SnapshotIndexHead head, AgentNames agents)
    {
        foreach (byte[] agent in head.Agents)
        {
            agents.NumberOf(agent);
        }

        return agents.Copy();
    }

    private ReadOnlySpan<byte> IdOf(int record)
    {
        RecordEntry entry = Page(record >> RecordPage.Shift)[record & (RecordPage.Size - 1)];
        return Slice(entry.Position, 0, entry.IdLength);
    }

    private RecordEntry[] MakePage(int number)
    {
        lock (_gate)
        {
            if (_pages[number] is { } made)
            {
                return made;
            }

            RecordEntry[] page = new RecordEntry[RecordPage.Size];
            int record = number << RecordPage.Shift;
            int end = Math.Min(record + RecordPage.Size, Count);
            for (int chunk = _chunks.Of(record); record < end; chunk++)
            {
                int chunkEnd = _chunks.EndRecord(chunk);
                ulong word = _words[record];
                for (; record < Math.Min(end, chunkEnd); record++)
                {
                    ulong next = record + 1 < chunkEnd ? _words[record + 1] : (uint)_chunks.End(chunk);
                    page[record & (RecordPage.Size - 1)] = Entry(chunk, word, (int)(uint)next);
                    word = next;
                }
            }

            Volatile.Write(ref _pages[number], page);
            return page;
        }
    }

    private RecordEntry Entry(int chunk, ulong word, int end)
    {
        int start = (int)(uint)word;
        int idLength = (ushort)(word >> 32);
        return idLength == 0 ? Copy(chunk, start, end) : new RecordEntry
        {
            Position = InSnapshot(chunk, start + SnapshotCodec.PlainIdStart),
            IdLength = idLength,
            ValueLength = end - start - SnapshotCodec.PlainOverhead - idLength,
            Gap = SnapshotCodec.PlainGap,
        };
    }

    /// <summary>The entry of a line that has escapes in its id, or a stamp: its parts are copied.</summary>
    private RecordEntry Copy(int chunk, int start, int end)
    {
        if (!SnapshotCodec.TryReadRecord(_chunks.Slice(chunk, start, end - start - 1), out SnapshotRecord read, out string fault, out int faultOffset))
        {
            throw new SnapshotException(SnapshotFault.Malformed, _path, 0, _chunks.OffsetOf(chunk, start + faultOffset), fault);
        }

        using CompactRecord record = new(read.RawId, read.Value);
        long position = read.Stamp is { } stamp
            ? _copies.Append(new Stamp(stamp.Clock, _agents.NumberOf(stamp.Agent), stamp.Rank), record.Id, record.Value)
            : _copies.Append(record.Id, record.Value);
        return new RecordEntry
        {
            Position = position + InSnapshot(_chunks.Count, 0),
            IdLength = record.Id.Length,
            ValueLength = record.Value.Length,
            IsStamped = read.Stamp is not null,
        };
    }

    /// <summary>
    /// The use of the snapshot by views, which can be longer than that by a table. It ends when the garbage collector has found
    /// that no view refers to it.
    /// </summary>
    internal sealed class Lease(IndexedSnapshot snapshot)
    {
        /// <summary>The entries of a page of records.</summary>
        public RecordEntry[] Page(int number) => snapshot.Page(number);
    }

    private static long InSnapshot(int chunk, int offset) => long.MinValue | RecordArena.Position(chunk, offset);
}
