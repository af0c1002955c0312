namespace OpsLog.Core.State;

/// <summary>
/// Where a record's bytes are: the id at <see cref="Position"/>, the value <see cref="Gap"/> bytes behind it (none for
/// what was copied, the bytes between the two on a snapshot line for what was loaded in place).
/// </summary>
internal struct RecordEntry
{
    /// <summary>The length that marks an entry whose record was removed.</summary>
    public const int Vacant = -1;

    public long Position;
    public int IdLength;
    public int Gap;
    public int ValueLength;
    public uint Hash;

    public readonly bool IsVacant => ValueLength == Vacant;

    public readonly ReadOnlySpan<byte> Id(byte[][] chunks) => RecordArena.Slice(chunks, Position, 0, IdLength);

    public readonly ReadOnlySpan<byte> Value(byte[][] chunks) => RecordArena.Slice(chunks, Position, IdLength + Gap, ValueLength);
}
