using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>The first line of a snapshot: the keys of the npm package, then the values for agents.</summary>
internal static class SnapshotHeaderCodec
{
    private const string RetiredKey = ",\"retired\":{";

    public static void Write(ByteBuffer output, SnapshotHeader header)
    {
        output.Append("{\"version\":"u8);
        output.AppendNumber(header.Version);
        output.Append(",\"timestamp\":"u8);
        JsonText.WriteString(output, JsonText.Encode(header.Timestamp));
        if (header.Clock > 0)
        {
            WriteOrder(output, header);
        }
        else
        {
            WriteOffsets(output, RetiredKey, header.Retired);
        }

        output.Append("}\n"u8);
    }

    /// <summary>Reads the first line of the snapshot at a path.</summary>
    /// <exception cref="SnapshotException">It is not a header.</exception>
    public static SnapshotHeader ReadLine(ReadOnlySpan<byte> line, string path)
    {
        if (!JsonFields.TryOpen(line, out JsonFields fields, out _))
        {
            throw Malformed(fields.IsTooDeep ? JsonWalker.TooDeep : "its first line is not a JSON object");
        }

        SnapshotHeader header = Read(fields, out string wanted) ?? throw Malformed($"in its header, {wanted}");
        return header.Horizon <= header.Clock && header.Tombstones.All(tombstone => tombstone.Stamp.Clock <= header.Clock)
            ? header
            : throw Malformed("in its header, 'horizon' and the clocks of tombstones must not be above 'clock'");

        SnapshotException Malformed(string detail) => new(SnapshotFault.Malformed, path, 1, 0, detail);
    }

    /// <summary>Reads a header from its fields; null with the expected value if it is not valid.</summary>
    public static SnapshotHeader? Read(JsonFields fields, out string expected)
    {
        expected = "";
        if (JsonFields.Number(fields["version"u8]) is not (>= 1 and <= int.MaxValue and var version))
        {
            expected = "'version' must be a whole number of 1 or more";
            return null;
        }

        // If the document of an older version were read as a header, the store would be empty.
        if (!fields["records"u8].IsEmpty)
        {
            expected = "'records' must not be in the header of a snapshot in lines";
            return null;
        }

        if (JsonFields.Text(fields["timestamp"u8]) is not { Length: > 0 } timestamp)
        {
            expected = "'timestamp' must be a non-empty string";
            return null;
        }

        if (!TryReadClock(fields["clock"u8], out long clock) || !TryReadClock(fields["horizon"u8], out long horizon))
        {
            expected = "'clock' and 'horizon' must be whole numbers from 0 to 2^52";
            return null;
        }

        Dictionary<string, long> covered = new(StringComparer.Ordinal);
        List<SnapshotTombstone> tombstones = [];
        Dictionary<string, long> retired = new(StringComparer.Ordinal);
        if (!TryReadOffsets(fields["covered"u8], covered) || !TryReadOffsets(fields["retired"u8], retired) || !TryReadTombstones(fields["tombstones"u8], tombstones))
        {
            expected = "'covered' and 'retired' must contain offsets by log, 'tombstones' arrays of id, clock, agent and rank";
            return null;
        }

        return new SnapshotHeader((int)version, timestamp)
        {
            Clock = clock,
            Horizon = horizon,
            Covered = covered,
            Retired = retired,
            Tombstones = tombstones,
        };
    }

    private static void WriteOrder(ByteBuffer output, SnapshotHeader header)
    {
        output.Append(",\"clock\":"u8);
        output.AppendNumber(header.Clock);
        if (header.Horizon > 0)
        {
            output.Append(",\"horizon\":"u8);
            output.AppendNumber(header.Horizon);
        }

        WriteOffsets(output, ",\"covered\":{", header.Covered);
        WriteOffsets(output, RetiredKey, header.Retired);
        string before = ",\"tombstones\":[[";
        foreach (SnapshotTombstone tombstone in header.Tombstones)
        {
            output.Append(Encoding.UTF8.GetBytes(before));
            before = "],[";
            JsonText.WriteString(output, tombstone.Id);
            output.Append((byte)',');
            output.AppendNumber(tombstone.Stamp.Clock);
            output.Append((byte)',');
            JsonText.WriteString(output, tombstone.Stamp.Agent);
            output.Append((byte)',');
            output.AppendNumber(tombstone.Stamp.Rank);
        }

        output.Append(header.Tombstones.Count > 0 ? "]]"u8 : ""u8);
    }

    private static void WriteOffsets(ByteBuffer output, string before, IReadOnlyDictionary<string, long> offsets)
    {
        foreach ((string log, long offset) in offsets)
        {
            output.Append(Encoding.UTF8.GetBytes(before));
            before = ",";
            JsonText.WriteString(output, JsonText.Encode(log));
            output.Append((byte)':');
            output.AppendNumber(offset);
        }

        output.Append(offsets.Count > 0 ? "}"u8 : ""u8);
    }

    private static bool TryReadClock(ReadOnlySpan<byte> value, out long clock)
    {
        clock = value.IsEmpty ? 0 : JsonFields.Number(value) ?? -1;
        return clock is >= 0 and <= LamportClock.Largest;
    }

    private static bool TryReadOffsets(ReadOnlySpan<byte> value, Dictionary<string, long> offsets)
    {
        if (value.IsEmpty)
        {
            return true;
        }

        JsonMembers members = new(value);
        while (members.MoveNext())
        {
            if (JsonFields.Number(members.Value) is not { } offset)
            {
                return false;
            }

            offsets[JsonText.Decode(members.Key)] = offset;
        }

        return members.IsWhole;
    }

    private static bool TryReadTombstones(ReadOnlySpan<byte> value, List<SnapshotTombstone> tombstones)
    {
        JsonElements items = new(value);
        while (items.MoveNext())
        {
            JsonElements parts = new(items.Value);
            byte[]? id = parts.MoveNext() ? JsonFields.Bytes(parts.Value) : null;
            long? clock = parts.MoveNext() ? JsonFields.Number(parts.Value) : null;
            byte[]? agent = parts.MoveNext() ? JsonFields.Bytes(parts.Value) : null;
            long? rank = parts.MoveNext() ? JsonFields.Number(parts.Value) : null;
            if (id is not { Length: > 0 } || clock is null or > LamportClock.Largest || agent is null || rank is null or > int.MaxValue)
            {
                return false;
            }

            tombstones.Add(new SnapshotTombstone(id, new RecordStamp(clock.Value, agent, (int)rank.Value)));
        }

        return value.IsEmpty || items.IsWhole;
    }
}
