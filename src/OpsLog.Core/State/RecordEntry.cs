namespace OpsLog.Core.State;

/// <summary>
/// The place of the bytes of a record: the id at <see cref="Position"/>, the value <see cref="Gap"/> bytes after it (0
/// for a copied record, the bytes between the two on a snapshot line for a record that was loaded in place).
/// </summary>
internal struct RecordEntry
{
    /// <summary>The length that marks an unused entry.</summary>
    public const int Vacant = -1;

    /// <summary>The length that marks a tombstone: the record is removed, and its stamp is still used.</summary>
    public const int Tombstone = -2;

    public long Position;
    public int IdLength;
    public int ValueLength;
    public uint Hash;
    public ushort Gap;

    /// <summary>Whether the arena contains the stamp of the operation before the id.</summary>
    public bool IsStamped;

    public readonly bool IsVacant => ValueLength == Vacant;

    public readonly bool IsTombstone => ValueLength == Tombstone;

    public readonly bool IsRecord => ValueLength >= 0;

    /// <summary>The number of bytes of id and value; 0 for the value of a tombstone.</summary>
    public readonly long Bytes => IsRecord ? IdLength + ValueLength : 0;

    /// <summary>Whether the bytes are in a snapshot that is read on demand, and not in the arena.</summary>
    public readonly bool IsInSnapshot => Position < 0;

    public readonly ReadOnlySpan<byte> Id(scoped in RecordBytes bytes) => bytes.Slice(Position, 0, IdLength);

    public readonly ReadOnlySpan<byte> Value(scoped in RecordBytes bytes) =>
        bytes.Slice(Position, IdLength + Gap, Math.Max(0, ValueLength));

    /// <summary>The stamp; the lowest of all if none was kept.</summary>
    public readonly Stamp Stamp(scoped in RecordBytes bytes) => IsStamped ? bytes.StampBefore(Position) : default;

    /// <summary>Copies the bytes to an arena, and returns the entry with its new place.</summary>
    public readonly RecordEntry CopyTo(RecordArena arena, RecordBytes from)
    {
        ReadOnlySpan<byte> id = Id(from);
        ReadOnlySpan<byte> value = Value(from);
        return this with
        {
            Position = IsStamped ? arena.Append(Stamp(from), id, value) : arena.Append(id, value),
            Gap = 0,
        };
    }
}
