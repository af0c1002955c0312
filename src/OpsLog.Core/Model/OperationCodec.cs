using System.Buffers.Text;
using System.Text.Unicode;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>
/// Operations as log lines: <c>{"ts","op","id","data"?,"prev","encoding"?,"agent"?,"clock"?}</c> as the npm package
/// has them, then what it ignores: <c>batch</c>, <c>undo</c>, <c>segment</c> and the seal.
/// </summary>
internal static class OperationCodec
{
    /// <summary>Appends the operation as a line, its newline included.</summary>
    public static void Write(ByteBuffer output, in OperationDraft draft)
    {
        int start = output.Length;
        output.Append("{\"ts\":\""u8);
        Timestamp.Write(draft.UnixMs, output.GetSpan(Timestamp.Length));
        output.Advance(Timestamp.Length);
        output.Append(draft.Kind == OperationKind.Set ? "\",\"op\":\"set\",\"id\":"u8 : "\",\"op\":\"delete\",\"id\":"u8);
        JsonText.WriteString(output, draft.Id);
        if (draft.Kind == OperationKind.Set)
        {
            output.Append(",\"data\":"u8);
            output.Append(draft.Data);
        }

        output.Append(",\"prev\":"u8);
        output.Append(draft.Previous.IsEmpty ? "null"u8 : draft.Previous);
        if (draft.IsDelta)
        {
            output.Append(",\"encoding\":\"delta\""u8);
        }

        if (!draft.Agent.IsEmpty)
        {
            output.Append(",\"agent\":"u8);
            JsonText.WriteString(output, draft.Agent);
        }

        if (draft.Clock > 0)
        {
            output.Append(",\"clock\":"u8);
            output.AppendNumber(draft.Clock);
        }

        if (draft.Batch.IsPart)
        {
            output.Append(",\"batch\":["u8);
            output.AppendNumber(draft.Batch.Index);
            output.Append((byte)',');
            output.AppendNumber(draft.Batch.Count);
            output.Append((byte)']');
        }

        if (draft.UndoRank > 0)
        {
            output.Append(",\"undo\":"u8);
            output.AppendNumber(draft.UndoRank);
        }

        if (draft.Segment is not null)
        {
            output.Append(",\"segment\":"u8);
            JsonText.WriteString(output, JsonText.Encode(draft.Segment));
        }

        Seal.Close(output, start);
        output.Append((byte)'\n');
    }

    /// <summary>
    /// Reads a line without its newline. Where it is no operation, returns false with the reason and the offset in
    /// the line.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out OperationView operation, out string fault, out int faultOffset)
    {
        operation = default;
        faultOffset = 0;
        Checksum seal = Seal.Verify(line);
        if (seal == Checksum.Wrong || (seal == Checksum.Absent && !Utf8.IsValid(line)))
        {
            fault = seal == Checksum.Wrong ? "its checksum is wrong" : "it is not valid UTF-8";
            return false;
        }

        operation.IsSealed = seal == Checksum.Valid;
        Found found = default;
        JsonMembers members = new(line);
        while (members.MoveNext())
        {
            if (!TryTake(members.RawKey, members.Value, ref operation, ref found, out fault))
            {
                faultOffset = members.ValueStart;
                return false;
            }
        }

        faultOffset = members.Position;
        fault = !members.IsWhole ? "it is not well-formed JSON" : Missing(operation, found);
        return fault.Length == 0;
    }

    /// <summary>
    /// Finds the next batch mark on a line that can't be read, and cuts the line to what is behind it. Where lines ran
    /// together there are several.
    /// </summary>
    public static bool TryFindBatch(ref ReadOnlySpan<byte> line, out BatchMark mark)
    {
        ReadOnlySpan<byte> key = ",\"batch\":"u8;
        while (line.IndexOf(key) is >= 0 and var at)
        {
            line = line[(at + key.Length)..];
            int end = line.IndexOf((byte)']');
            if (end >= 0 && TryBatch(line[..(end + 1)], out mark))
            {
                return true;
            }
        }

        mark = default;
        return false;
    }

    private struct Found
    {
        public bool Kind;
        public bool Data;
        public bool Previous;
    }

    private static bool TryTake(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ref OperationView operation, ref Found found, out string fault)
    {
        fault = "";
        if (key.SequenceEqual("ts"u8))
        {
            return TryText(value, out operation.Timestamp, "ts must be a non-empty string", out fault);
        }

        if (key.SequenceEqual("op"u8))
        {
            found.Kind = true;
            operation.Kind = value.SequenceEqual("\"delete\""u8) ? OperationKind.Delete : OperationKind.Set;
            fault = operation.Kind == OperationKind.Delete || value.SequenceEqual("\"set\""u8) ? "" : "op must be \"set\" or \"delete\"";
        }
        else if (key.SequenceEqual("id"u8))
        {
            return TryText(value, out operation.RawId, "id must be a non-empty string", out fault);
        }
        else if (key.SequenceEqual("data"u8))
        {
            found.Data = true;
            operation.Data = value;
            fault = value[0] == '{' ? "" : "data must be an object";
        }
        else if (key.SequenceEqual("prev"u8))
        {
            found.Previous = true;
            operation.Previous = value[0] == '{' ? value : default;
            fault = value[0] is (byte)'{' or (byte)'n' ? "" : "prev must be an object or null";
        }
        else if (key.SequenceEqual("encoding"u8))
        {
            operation.IsDelta = value.SequenceEqual("\"delta\""u8);
            fault = operation.IsDelta || value.SequenceEqual("\"full\""u8) ? "" : "encoding must be \"full\" or \"delta\"";
        }
        else if (key.SequenceEqual("agent"u8))
        {
            return TryText(value, out operation.RawAgent, "agent must be a non-empty string", out fault);
        }
        else if (key.SequenceEqual("clock"u8))
        {
            bool isClock = TryNumber(value, out long clock) && clock <= JsonFields.LargestInteger;
            operation.Clock = clock;
            fault = isClock ? "" : "clock must be a non-negative integer";
        }
        else if (key.SequenceEqual("batch"u8))
        {
            fault = TryBatch(value, out operation.Batch) ? "" : "batch must be [index,count]";
        }
        else if (key.SequenceEqual("undo"u8))
        {
            bool isRank = TryNumber(value, out long rank) && rank is > 0 and <= int.MaxValue;
            operation.UndoRank = (int)rank;
            fault = isRank ? "" : "undo must be a whole number of 1 or more";
        }
        else if (key.SequenceEqual("segment"u8))
        {
            return TryText(value, out operation.RawSegment, "segment must be a non-empty string", out fault);
        }
        else
        {
            operation.HasUnknownKey |= !key.SequenceEqual("crc"u8);
        }

        return fault.Length == 0;
    }

    private static string Missing(in OperationView operation, in Found found)
    {
        if (operation.Timestamp.IsEmpty || !found.Kind || operation.RawId.IsEmpty || !found.Previous)
        {
            return "it lacks ts, op, id or prev";
        }

        if (operation.Kind == OperationKind.Set)
        {
            return found.Data ? "" : "a set must have data";
        }

        return found.Data ? "a delete must not have data" : operation.Previous.IsEmpty ? "a delete must have prev" : "";
    }

    private static bool TryText(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> raw, string expected, out string fault)
    {
        bool isText = value.Length > 2 && value[0] == '"';
        raw = isText ? value[1..^1] : default;
        fault = isText ? "" : expected;
        return isText;
    }

    private static bool TryNumber(ReadOnlySpan<byte> value, out long number) =>
        Utf8Parser.TryParse(value, out number, out int read) && read == value.Length && number >= 0;

    private static bool TryBatch(ReadOnlySpan<byte> value, out BatchMark mark)
    {
        mark = default;
        int comma = value.IndexOf((byte)',');
        if (value[0] != '[' || comma < 2
            || !TryNumber(value[1..comma], out long index)
            || !TryNumber(value[(comma + 1)..^1], out long count)
            || index < 1 || index > count || count > int.MaxValue)
        {
            return false;
        }

        mark = new BatchMark((int)index, (int)count);
        return true;
    }
}
