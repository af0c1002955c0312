using System.Buffers.Binary;

namespace OpsLog.Core.State;

/// <summary>
/// The place of an operation in the total order of all agents: by clock, then agent by ordinal comparison, then rank.
/// The last write in this order wins for each record, so the state does not depend on the order in which logs are read.
/// </summary>
/// <param name="Clock">The Lamport clock.</param>
/// <param name="Agent">The number of the agent in the table's <see cref="AgentNames"/>.</param>
/// <param name="Rank">0; higher for an operation that undoes another one with the same clock and agent.</param>
internal readonly record struct Stamp(long Clock, int Agent, int Rank)
{
    /// <summary>The length of a stamp in memory, in bytes.</summary>
    public const int Length = 16;

    /// <summary>Reads a stamp that <see cref="Write"/> wrote.</summary>
    public static Stamp Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt64LittleEndian(bytes),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]));

    /// <summary>Writes the stamp.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Clock);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Agent);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], Rank);
    }
}
