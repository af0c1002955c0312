using System.Runtime.CompilerServices;
using System.Text.Unicode;
using OpsLog.Core.Json;

namespace OpsLog.Core.Model;

/// <summary>
/// Reads log lines of this engine: exactly the layout that <see cref="OperationCodec.Write"/> produces, with a correct seal.
/// </summary>
/// <remarks>
/// A correct seal does not replace the examination of the text: a person can seal a malformed line, which must not become
/// a record.
/// </remarks>
internal static class OwnLine
{
    /// <summary>The maximum number of members of a line.</summary>
    public const int MaximumMembers = 16;

    /// <summary>The member of a line that is its id.</summary>
    private const int IdMember = 2;

    /// <summary>
    /// Reads a line. If it has another layout, returns false; then <see cref="OperationCodec.TryRead"/> decides. What this
    /// reads, that reads as well, and as the same operation.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out OperationView operation)
    {
        Span<CompactMember> members = stackalloc CompactMember[MaximumMembers];
        return TryRead(line, members[..Recognise(line, members)], out operation);
    }

    /// <summary>
    /// Lists the members of a line that this engine may have written, and returns their number; 0 for any other line.
    /// </summary>
    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Recognise(ReadOnlySpan<byte> line, Span<CompactMember> members) =>
        Seal.Verify(line) == Checksum.Valid && CompactObject.TryRead(line, members, out CompactObject found) && (found.IsAscii || Utf8.IsValid(line))
            ? found.Count
            : 0;

    /// <summary>Reads a line whose members <see cref="Recognise"/> has listed.</summary>
    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryRead(ReadOnlySpan<byte> line, scoped ReadOnlySpan<CompactMember> members, out OperationView operation)
    {
        operation = default;
        operation.IsSealed = true;
        int next = 0;
        return TryReadHead(line, members, ref next, ref operation) && TryReadMarks(line, members, ref next, ref operation) && next == members.Length;
    }

    /// <summary>The id, between its quotes, of a line whose members <see cref="Recognise"/> has listed; empty if it has none.</summary>
    public static ReadOnlySpan<byte> RawId(ReadOnlySpan<byte> line, ReadOnlySpan<CompactMember> members) =>
        members.Length > IdMember && JsonFields.TryText(members[IdMember].Value(line), out ReadOnlySpan<byte> id) ? id : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadHead(ReadOnlySpan<byte> line, scoped ReadOnlySpan<CompactMember> members, scoped ref int next, ref OperationView operation)
    {
        if (!JsonFields.TryText(Take(line, members, ref next, "ts"u8), out operation.Timestamp))
        {
            return false;
        }

        ReadOnlySpan<byte> kind = Take(line, members, ref next, "op"u8);
        bool isSet = kind.SequenceEqual("\"set\""u8);
        operation.Kind = isSet ? OperationKind.Set : OperationKind.Delete;
        if (!(isSet || kind.SequenceEqual("\"delete\""u8)) || !JsonFields.TryText(Take(line, members, ref next, "id"u8), out operation.RawId))
        {
            return false;
        }

        operation.Data = isSet ? Take(line, members, ref next, "data"u8) : default;
        ReadOnlySpan<byte> previous = Take(line, members, ref next, "prev"u8);
        operation.Previous = RecordJson.IsObject(previous) ? previous : default;
        return (isSet ? RecordJson.IsObject(operation.Data) : !operation.Previous.IsEmpty)
            && (!operation.Previous.IsEmpty || previous.SequenceEqual("null"u8));
    }

    // Optimized immediately: see Crc32C.AppendLanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryReadMarks(ReadOnlySpan<byte> line, scoped ReadOnlySpan<CompactMember> members, scoped ref int next, ref OperationView operation)
    {
        ReadOnlySpan<byte> encoding = Take(line, members, ref next, "encoding"u8);
        operation.IsDelta = encoding.SequenceEqual("\"delta\""u8);
        if (!operation.IsDelta && !encoding.IsEmpty)
        {
            return false;
        }

        JsonFields.TryText(Take(line, members, ref next, "author"u8), out operation.RawAuthor);
        JsonFields.TryText(Take(line, members, ref next, "comment"u8), out operation.RawComment);

        // Most lines have none of these.
        if (members.Length - next > 1)
        {
            OperationFields marks = new()
            {
                Undoes = Take(line, members, ref next, "undoes"u8),
                Agent = Take(line, members, ref next, "agent"u8),
                Clock = Take(line, members, ref next, "clock"u8),
                At = Take(line, members, ref next, "at"u8),
                Batch = Take(line, members, ref next, "batch"u8),
                Undo = Take(line, members, ref next, "undo"u8),
                Segment = Take(line, members, ref next, "segment"u8),
                Replaced = Take(line, members, ref next, "replaced"u8),
            };
            if (OperationCodec.ReadMarks(marks, ref operation, out _).Length > 0)
            {
                return false;
            }
        }

        return !Take(line, members, ref next, "crc"u8).IsEmpty;
    }

    /// <summary>The value of the next member, and moves behind it, if it has this name; empty if it has another one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> line, scoped ReadOnlySpan<CompactMember> members, scoped ref int next, scoped ReadOnlySpan<byte> name)
    {
        return next < members.Length && members[next].Key(line).SequenceEqual(name) ? members[next++].Value(line) : default;
    }
}
