using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>The lines of a snapshot: a header, then a record each.</summary>
internal static class SnapshotCodec
{
    public static void WriteHeader(ByteBuffer output, SnapshotHeader header)
    {
        output.Append("{\"version\":"u8);
        output.AppendNumber(header.Version);
        output.Append(",\"timestamp\":"u8);
        JsonText.WriteString(output, JsonText.Encode(header.Timestamp));
        if (header.Clock > 0)
        {
            output.Append(",\"clock\":"u8);
            output.AppendNumber(header.Clock);
        }

        output.Append("}\n"u8);
    }

    public static void WriteRecord(ByteBuffer output, ReadOnlySpan<byte> id, ReadOnlySpan<byte> value)
    {
        output.Append("{\"id\":"u8);
        JsonText.WriteString(output, id);
        output.Append(",\"data\":"u8);
        output.Append(value);
        output.Append("}\n"u8);
    }

    /// <summary>Reads a header from its fields; null with what is expected where it is none.</summary>
    public static SnapshotHeader? ReadHeader(JsonFields fields, out string expected)
    {
        expected = "";
        if (JsonFields.Number(fields["version"u8]) is not (>= 1 and <= int.MaxValue and var version))
        {
            expected = "'version' must be a whole number of 1 or more";
            return null;
        }

        if (JsonFields.Text(fields["timestamp"u8]) is not { Length: > 0 } timestamp)
        {
            expected = "'timestamp' must be a non-empty string";
            return null;
        }

        long clock = 0;
        if (!fields["clock"u8].IsEmpty)
        {
            clock = JsonFields.Number(fields["clock"u8]) ?? -1;
            if (clock is < 0 or > JsonFields.LargestInteger)
            {
                expected = "'clock' must be a whole number, 0 or more";
                return null;
            }
        }

        return new SnapshotHeader((int)version, timestamp, clock);
    }

    /// <summary>
    /// Finds id and value on a line of exactly the layout <see cref="WriteRecord"/> makes, whose bytes a checksum
    /// vouches for: no more of it is looked at than where the parts end.
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

        idLength = line[idStart..].IndexOfAny((byte)'"', (byte)'\\');
        if (idLength <= 0 || !line[(idStart + idLength)..].StartsWith(between))
        {
            return false;
        }

        valueStart = idStart + idLength + between.Length - 1;
        return true;
    }
}
