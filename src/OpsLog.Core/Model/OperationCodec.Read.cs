using System.Text.Unicode;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <content>Reading a line: of each field the last value counts, and only that one has to be right.</content>
internal static partial class OperationCodec
{
    /// <summary>
    /// Reads a line without its newline. If it is not an operation, returns false with the reason and the offset in the
    /// line.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out OperationView operation, out string fault, out int faultOffset)
    {
        operation = default;
        faultOffset = 0;
        Checksum seal = Seal.Verify(line);
        if (seal == Checksum.Wrong || !Utf8.IsValid(line))
        {
            fault = seal == Checksum.Wrong ? "its checksum is wrong" : "it is not valid UTF-8";
            return false;
        }

        OperationFields fields = default;
        JsonMembers members = new(line);
        while (members.MoveNext())
        {
            bool isKnown = fields.Keep(members.RawKey, members.Value)
                || (members.RawKey.Contains((byte)'\\') && fields.Keep(members.Key, members.Value));
            operation.HasUnknownKey |= !isKnown && !members.RawKey.SequenceEqual("crc"u8);
        }

        if (!members.IsWhole)
        {
            fault = members.IsTooDeep ? JsonWalker.TooDeep : "it is not valid JSON";
            faultOffset = members.Position;
            return false;
        }

        operation.IsSealed = seal == Checksum.Valid;
        fault = ReadFields(fields, ref operation, out ReadOnlySpan<byte> culprit);
        line.Overlaps(culprit, out faultOffset);
        return fault.Length == 0;
    }

    /// <summary>
    /// Finds the next batch mark on a line that can't be read, and cuts the line to the part after it. Lines that ran
    /// together contain several marks.
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

    /// <summary>Reads the values; returns the problem and its value if one is wrong or missing.</summary>
    private static string ReadFields(in OperationFields fields, ref OperationView operation, out ReadOnlySpan<byte> culprit)
    {
        culprit = default;
        if (fields.Timestamp.IsEmpty || fields.Kind.IsEmpty || fields.Id.IsEmpty || fields.Previous.IsEmpty)
        {
            return "ts, op, id or prev is missing";
        }

        bool isDelete = JsonText.KeysEqual(fields.Kind, "\"delete\""u8);
        operation.Kind = isDelete ? OperationKind.Delete : OperationKind.Set;
        if (!JsonFields.TryText(fields.Timestamp, out operation.Timestamp))
        {
            return Wrong(fields.Timestamp, "ts must be a non-empty string", out culprit);
        }

        if (!isDelete && !JsonText.KeysEqual(fields.Kind, "\"set\""u8))
        {
            return Wrong(fields.Kind, "op must be \"set\" or \"delete\"", out culprit);
        }

        if (!JsonFields.TryText(fields.Id, out operation.RawId))
        {
            return Wrong(fields.Id, "id must be a non-empty string", out culprit);
        }

        // What other programs write there is no reason to refuse the operation.
        JsonFields.TryText(fields.Author, out operation.RawAuthor);
        JsonFields.TryText(fields.Comment, out operation.RawComment);
        string fault = ReadValues(fields, ref operation, out culprit);
        return fault.Length > 0 ? fault : ReadMarks(fields, ref operation, out culprit);
    }

    private static string ReadValues(in OperationFields fields, ref OperationView operation, out ReadOnlySpan<byte> culprit)
    {
        culprit = default;
        operation.Data = fields.Data;
        operation.Previous = fields.Previous[0] == '{' ? fields.Previous : default;
        operation.IsDelta = JsonText.KeysEqual(fields.Encoding, "\"delta\""u8);
        if (!fields.Data.IsEmpty && fields.Data[0] != '{')
        {
            return Wrong(fields.Data, "data must be an object", out culprit);
        }

        if (operation.Previous.IsEmpty && fields.Previous[0] != 'n')
        {
            return Wrong(fields.Previous, "prev must be an object or null", out culprit);
        }

        if (!fields.Encoding.IsEmpty && !operation.IsDelta && !JsonText.KeysEqual(fields.Encoding, "\"full\""u8))
        {
            return Wrong(fields.Encoding, "encoding must be \"full\" or \"delta\"", out culprit);
        }

        return operation.Kind == OperationKind.Set
            ? fields.Data.IsEmpty ? "a set must have data" : ""
            : !fields.Data.IsEmpty ? "a delete must not have data" : operation.Previous.IsEmpty ? "a delete must have prev" : "";
    }

    /// <summary>Reads the values that few lines have; returns the problem and its value if one is wrong.</summary>
    public static string ReadMarks(in OperationFields fields, ref OperationView operation, out ReadOnlySpan<byte> culprit)
    {
        culprit = default;
        if (!fields.Agent.IsEmpty && !JsonFields.TryText(fields.Agent, out operation.RawAgent))
        {
            return Wrong(fields.Agent, "agent must be a non-empty string", out culprit);
        }

        ReadOnlySpan<byte> clock = fields.Clock.IsEmpty ? fields.At : fields.Clock;
        if (!clock.IsEmpty)
        {
            operation.Clock = JsonFields.Number(clock);
            if (operation.Clock is null or > LamportClock.Largest)
            {
                return Wrong(clock, "clock must be a whole number from 0 to 2^52", out culprit);
            }
        }

        if (!fields.Batch.IsEmpty && !TryBatch(fields.Batch, out operation.Batch))
        {
            return Wrong(fields.Batch, "batch must be [index,count]", out culprit);
        }

        if (!fields.Undo.IsEmpty)
        {
            if (JsonFields.Number(fields.Undo) is not (> 0 and <= int.MaxValue and var rank))
            {
                return Wrong(fields.Undo, "undo must be a whole number of 1 or more", out culprit);
            }

            operation.UndoRank = (int)rank;
        }

        if (!fields.Segment.IsEmpty && !JsonFields.TryText(fields.Segment, out operation.RawSegment))
        {
            return Wrong(fields.Segment, "segment must be a non-empty string", out culprit);
        }

        if (!fields.Undoes.IsEmpty && !StepPlace.TryRead(fields.Undoes, out _))
        {
            return Wrong(fields.Undoes, "undoes must be [log,offset]", out culprit);
        }

        operation.RawUndoes = fields.Undoes;
        operation.Replaced = fields.Replaced;
        return fields.Replaced.IsEmpty || fields.Replaced[0] == '{'
            ? ""
            : Wrong(fields.Replaced, "replaced must be an object", out culprit);
    }

    private static string Wrong(ReadOnlySpan<byte> value, string expected, out ReadOnlySpan<byte> culprit)
    {
        culprit = value;
        return expected;
    }

    private static bool TryBatch(ReadOnlySpan<byte> value, out BatchMark mark)
    {
        mark = default;
        int comma = value.IndexOf((byte)',');
        if (value[0] != '[' || comma < 2
            || JsonFields.Number(value[1..comma].Trim(" \t\r"u8)) is not { } index
            || JsonFields.Number(value[(comma + 1)..^1].Trim(" \t\r"u8)) is not { } count
            || index < 1 || index > count || count > int.MaxValue)
        {
            return false;
        }

        mark = new BatchMark((int)index, (int)count);
        return true;
    }
}
