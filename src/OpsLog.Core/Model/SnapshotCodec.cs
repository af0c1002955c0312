using System.Text.Unicode;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>The record lines of a snapshot, <c>{"id","data"}</c>, followed by the stamp if agents have written.</summary>
internal static class SnapshotCodec
{
    /// <summary>Where the id begins on a record line.</summary>
    public const int PlainIdStart = 7;

    /// <summary>The number of bytes between an id without escapes and the value.</summary>
    public const int PlainGap = 9;

    /// <summary>The length of a record line without its id and value, where the id has no escapes and there is no stamp.</summary>
    public const int PlainOverhead = PlainIdStart + PlainGap + 2;

    public static void WriteRecord(ByteBuffer output, ReadOnlySpan<byte> id, ReadOnlySpan<byte> value)
    {
        output.Append("{\"id\":"u8);
        JsonText.WriteString(output, id);
        output.Append(",\"data\":"u8);
        output.Append(value);
        output.Append("}\n"u8);
    }

    /// <summary>Adds a stamp to the last record line.</summary>
    public static void AddStamp(ByteBuffer output, long clock, ReadOnlySpan<byte> agent, int rank)
    {
        output.Truncate(output.Length - 2);
        output.Append(",\"clock\":"u8);
        output.AppendNumber(clock);
        output.Append(",\"agent\":"u8);
        JsonText.WriteString(output, agent);
        if (rank > 0)
        {
            output.Append(",\"rank\":"u8);
            output.AppendNumber(rank);
        }

        output.Append("}\n"u8);
    }

    /// <summary>
    /// Reads a record line of any layout. If it is not one, returns false with the reason and the offset in the line.
    /// </summary>
    public static bool TryReadRecord(ReadOnlySpan<byte> line, out SnapshotRecord record, out string fault, out int faultOffset)
    {
        record = default;
        if (!JsonFields.TryOpen(line, out JsonFields fields, out faultOffset))
        {
            fault = fields.IsTooDeep ? JsonWalker.TooDeep : "the line is not a JSON object";
            return false;
        }

        faultOffset = 0;
        if (!Utf8.IsValid(line))
        {
            fault = "the line is not valid UTF-8";
            return false;
        }

        ReadOnlySpan<byte> id = fields["id"u8];
        if (id.Length <= 2 || id[0] != '"')
        {
            fault = "'id' must be a non-empty string";
            return false;
        }

        if (!TryReadStamp(fields, out RecordStamp? stamp))
        {
            fault = "'clock' must be a whole number from 0 to 2^52, 'agent' a string, 'rank' a whole number";
            return false;
        }

        record = new SnapshotRecord(id[1..^1], fields["data"u8], stamp);
        fault = RecordJson.IsObject(record.Value) ? "" : "a record must have a non-empty id and a JSON object as its value";
        return fault.Length == 0;
    }

    /// <summary>Whether an id and a well-formed value are a record.</summary>
    public static bool IsRecord(ReadOnlySpan<byte> rawId, ReadOnlySpan<byte> value) => !rawId.IsEmpty && RecordJson.IsObject(value);

    /// <summary>
    /// Whether a line that is not a record is one for the npm package, which accepts any id and value: a JSON object
    /// with only <c>id</c> and <c>data</c>, of which each can be missing. Damage rarely results in such a line.
    /// </summary>
    public static bool IsForeignRecord(ReadOnlySpan<byte> line)
    {
        JsonMembers members = new(line);
        bool isForeign = Utf8.IsValid(line);
        while (members.MoveNext())
        {
            isForeign &= members.RawKey.SequenceEqual("id"u8) || members.RawKey.SequenceEqual("data"u8);
        }

        return isForeign && members.IsWhole;
    }

    /// <summary>The stamp of a record line, null if it has none; false if it is not valid.</summary>
    private static bool TryReadStamp(JsonFields line, out RecordStamp? stamp)
    {
        stamp = null;
        ReadOnlySpan<byte> clock = line["clock"u8];
        if (clock.IsEmpty)
        {
            return true;
        }

        ReadOnlySpan<byte> rank = line["rank"u8];
        if (JsonFields.Number(clock) is not (<= LamportClock.Largest and var number)
            || JsonFields.Bytes(line["agent"u8]) is not { } agent
            || (rank.IsEmpty ? 0 : JsonFields.Number(rank)) is not (>= 0 and <= int.MaxValue and var kept))
        {
            return false;
        }

        stamp = new RecordStamp(number, agent, (int)kept);
        return true;
    }

    /// <summary>
    /// Finds id and value on a line with exactly the layout of <see cref="WriteRecord"/>, whose bytes a checksum has
    /// verified: only the ends of the parts are examined. A person who creates matching checksums can store any bytes
    /// as a value in this way, but not as an id.
    /// </summary>
    public static bool TryReadOwnRecord(ReadOnlySpan<byte> line, out int idStart, out int idLength, out int valueStart)
    {
        ReadOnlySpan<byte> before = "{\"id\":\""u8;
        ReadOnlySpan<byte> between = "\",\"data\":{"u8;
        idStart = before.Length;
        idLength = 0;
        valueStart = 0;
        if (!line.StartsWith(before) || !line.EndsWith("}}"u8))
        {
            return false;
        }

        idLength = line[idStart..].IndexOfAny(JsonText.Special);
        if (idLength <= 0 || !line[(idStart + idLength)..].StartsWith(between) || !Utf8.IsValid(line.Slice(idStart, idLength)))
        {
            return false;
        }

        valueStart = idStart + idLength + between.Length - 1;
        return true;
    }
}
