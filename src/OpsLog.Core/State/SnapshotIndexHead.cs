using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.State;

/// <summary>
/// The first part of the index file of a snapshot: to which snapshot it belongs, how the two files are divided, and the
/// checksums of their blocks. It has a checksum itself, so whatever it says can be used. The format is described in
/// <c>docs/format.md</c>.
/// </summary>
internal sealed class SnapshotIndexHead
{
    private const int FixedLength = 72;
    private const int LongestHead = 256 * 1024 * 1024;

    private static ReadOnlySpan<byte> Magic => "OPSLOGI1"u8;

    /// <summary>The length of the head in bytes; the entries and buckets follow it.</summary>
    public int Length { get; private set; }

    /// <summary>The number of records.</summary>
    public required int Count { get; init; }

    /// <summary>The number of bytes of all ids and values.</summary>
    public required long LiveBytes { get; init; }

    /// <summary>The key of the hashes.</summary>
    public required HashKey Key { get; init; }

    /// <summary>The number of buckets, more than there are records.</summary>
    public required int Buckets { get; init; }

    /// <summary>Where the chunks of the snapshot begin: the offset of the first line in bytes, and the number of its record.</summary>
    public required (long Offset, int Record)[] Chunks { get; init; }

    /// <summary>The CRC-32C of each block of the snapshot.</summary>
    public required uint[] SnapshotBlocks { get; init; }

    /// <summary>The CRC-32C of each block of the entries and buckets.</summary>
    public required uint[] Blocks { get; init; }

    /// <summary>The agents of stamps, in UTF-8.</summary>
    public required byte[][] Agents { get; init; }

    /// <summary>The length of entries and buckets in bytes.</summary>
    public long BodyLength => ((long)Count + Buckets) * sizeof(ulong);

    /// <summary>The first bucket of a hash, of so many buckets.</summary>
    public static long HomeOf(uint hash, long buckets) => (long)((hash * (ulong)buckets) >> 32);

    /// <summary>
    /// Reads the head of an index file. Null if it does not belong to the snapshot with this name and seal, or is damaged,
    /// incomplete or of another version.
    /// </summary>
    public static SnapshotIndexHead? TryRead(IObjectReader source, string name, SnapshotSeal seal)
    {
        byte[] start = new byte[FixedLength];
        if (source.Read(0, start) != FixedLength || !start.AsSpan().StartsWith(Magic))
        {
            return null;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(12));
        if (length is < FixedLength or > LongestHead)
        {
            return null;
        }

        byte[] head = new byte[length];
        return source.Read(0, head) == length
            && Crc32C.Compute(head.AsSpan(12)) == BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8))
            && Parse(head, name, seal) is { } parsed
            && source.Length == length + parsed.BodyLength
                ? parsed
                : null;
    }

    /// <summary>Writes the head of the index file of a snapshot.</summary>
    public void Write(ByteBuffer output, string name, SnapshotSeal seal)
    {
        output.Append(Magic);
        output.Append(stackalloc byte[8]);
        Append(output, seal.Length);
        Append(output, seal.Crc);
        Append(output, NameCheck(name));
        Append(output, Count);
        Append(output, Buckets);
        Append(output, LiveBytes);
        Append(output, Key.First);
        Append(output, Key.Second);
        Append(output, Chunks.Length);
        Append(output, Agents.Length);
        foreach ((long offset, int record) in Chunks)
        {
            Append(output, offset);
            Append(output, record);
        }

        output.Append(MemoryMarshal.AsBytes(SnapshotBlocks.AsSpan()));
        output.Append(MemoryMarshal.AsBytes(Blocks.AsSpan()));
        foreach (byte[] agent in Agents)
        {
            Append(output, agent.Length);
            output.Append(agent);
        }

        // The body begins at a multiple of the size of its elements.
        output.Append(stackalloc byte[-output.Length & (sizeof(ulong) - 1)]);
        Length = output.Length;
        Span<byte> written = MemoryMarshal.AsMemory(output.Memory).Span;
        BinaryPrimitives.WriteInt32LittleEndian(written[12..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(written[8..], Crc32C.Compute(written[12..]));
    }

    private static SnapshotIndexHead? Parse(byte[] head, string name, SnapshotSeal seal)
    {
        Fields fields = new(head.AsSpan(16));
        if (fields.Next<long>() != seal.Length || fields.Next<uint>() != seal.Crc || fields.Next<uint>() != NameCheck(name))
        {
            return null;
        }

        int count = fields.Next<int>();
        int buckets = fields.Next<int>();
        long liveBytes = fields.Next<long>();
        HashKey key = new(fields.Next<ulong>(), fields.Next<ulong>());
        (long Offset, int Record)[] chunks = new (long, int)[fields.Next<int>()];
        byte[][] agents = new byte[fields.Next<int>()][];
        for (int i = 0; i < chunks.Length; i++)
        {
            chunks[i] = (fields.Next<long>(), fields.Next<int>());
        }

        uint[] snapshotBlocks = fields.Array(BlockFile.BlocksIn(seal.Length));
        uint[] blocks = fields.Array(BlockFile.BlocksIn(((long)count + buckets) * sizeof(ulong)));
        for (int i = 0; i < agents.Length; i++)
        {
            agents[i] = fields.Bytes(fields.Next<int>()).ToArray();
        }

        return new SnapshotIndexHead
        {
            Length = head.Length,
            Count = count,
            Buckets = buckets,
            LiveBytes = liveBytes,
            Key = key,
            Chunks = chunks,
            SnapshotBlocks = snapshotBlocks,
            Blocks = blocks,
            Agents = agents,
        };
    }

    private static uint NameCheck(string name) => Crc32C.Compute(JsonText.Encode(name));

    private static void Append<T>(ByteBuffer output, T value)
        where T : unmanaged => output.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <summary>Reads one value after the other.</summary>
    private ref struct Fields(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public T Next<T>()
            where T : unmanaged => MemoryMarshal.Read<T>(Bytes(System.Runtime.CompilerServices.Unsafe.SizeOf<T>()));

        public uint[] Array(int count) => MemoryMarshal.Cast<byte, uint>(Bytes(count * sizeof(uint))).ToArray();

        public ReadOnlySpan<byte> Bytes(int count)
        {
            ReadOnlySpan<byte> bytes = _rest[..count];
            _rest = _rest[count..];
            return bytes;
        }
    }
}
