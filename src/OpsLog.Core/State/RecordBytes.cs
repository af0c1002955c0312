using System.Runtime.CompilerServices;

namespace OpsLog.Core.State;

/// <summary>
/// The bytes that the positions of entries refer to: of an arena, and of the snapshot below it if that is read on demand.
/// Positions in the snapshot are negative.
/// </summary>
/// <param name="chunks">The chunks of the arena.</param>
/// <param name="snapshot">The snapshot; null if it was loaded into the arena.</param>
internal readonly struct RecordBytes(byte[][] chunks, IPositionedBytes? snapshot)
{
    private readonly byte[]?[] _snapshotChunks = snapshot?.WholeChunks ?? [];

    /// <summary>Bytes at a position, or <paramref name="skip"/> bytes behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Slice(long position, int skip, int length) =>
        position >= 0 ? RecordArena.Slice(chunks, position, skip, length) : SliceOfSnapshot(position, skip, length);

    private ReadOnlySpan<byte> SliceOfSnapshot(long position, int skip, int length)
    {
        int chunk = (int)(position >> 32) & int.MaxValue;
        return chunk < _snapshotChunks.Length && Volatile.Read(ref _snapshotChunks[chunk]) is { } whole
            ? whole.AsSpan((int)position + skip, length)
            : snapshot!.Slice(position, skip, length);
    }

    /// <summary>The stamp before the id at a position.</summary>
    public Stamp StampBefore(long position) => Stamp.Read(Slice(position, -Stamp.Length, Stamp.Length));
}
