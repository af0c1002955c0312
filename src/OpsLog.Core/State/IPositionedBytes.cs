namespace OpsLog.Core.State;

/// <summary>Bytes outside of the arena that positions of entries refer to.</summary>
internal interface IPositionedBytes
{
    /// <summary>
    /// The chunks by the number in the high half of a position, without its sign: null if they have not been read completely.
    /// </summary>
    byte[]?[] WholeChunks { get; }

    /// <summary>Bytes at a position, or <paramref name="skip"/> bytes behind it. They never change.</summary>
    ReadOnlySpan<byte> Slice(long position, int skip, int length);
}
