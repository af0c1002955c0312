namespace OpsLog.Core.State;

/// <summary>
/// Where a record's bytes are: the id at <see cref="Position"/>, the value <see cref="Gap"/> bytes behind it (none for
/// what was copied, the bytes between the two on a snapshot line for what was loaded in place).
/// </summary>
internal struct RecordEntry
{
    /// <summary>The length that marks an entry nobody uses.</summary>
    public const int Vacant = -1;

    /// <summary>The length that marks a tombstone: the record is gone, and its stamp still counts.</summary>
    public const int Tombstone = -2;

    public long Position;
    public int IdLength;
    public int ValueLength;
    public uint Hash;
    public ushort Gap;

    /// <summary>Whether the operation's stamp stands in the arena before the id.</summary>
    public bool IsStamped;

    public readonly bool IsVacant => ValueLength == Vacant;

    public readonly bool IsTombstone => ValueLength == Tombstone;

    public readonly bool IsRecord => ValueLength >= 0;

    /// <summary>The bytes of id and value; none for a tombstone's value.</summary>
    public readonly long Bytes => IsRecord ? IdLength + ValueLength : 0;

    public readonly ReadOnlySpan<byte> Id(byte[][] chunks) => RecordArena.Slice(chunks, Position, 0, IdLength);

    public readonly ReadOnlySpan<byte> Value(byte[][] chunks) =>
        RecordArena.Slice(chunks, Position, IdLength + Gap, Math.Max(0, ValueLength));

    /// <summary>The stamp; the lowest of all where none was kept.</summary>
    public readonly Stamp Stamp(byte[][] chunks) => IsStamped ? RecordArena.StampBefore(chunks, Position) : default;
}
