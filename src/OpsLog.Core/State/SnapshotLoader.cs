using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.State;

/// <summary>
/// Fills the table from a snapshot. If the checksum in the manifest verifies the snapshot, it is loaded in place, line
/// by line, by its known layout; otherwise it is checked member by member and copied.
/// </summary>
internal sealed class SnapshotLoader(IObjectReader source, string path, RecordTable table)
{
    private const int LongestHeader = 64 * 1024;

    /// <summary>
    /// Receives the skipped records of another program's snapshot, which only that program accepts. Null refuses a
    /// snapshot with such records.
    /// </summary>
    public Action<SkippedRecord>? Skip { get; init; }

    /// <summary>Receives the number of bytes read so far, once for each buffer.</summary>
    public Action<long>? Reached { get; init; }

    /// <summary>The header of a snapshot of lines; null if it can't be read.</summary>
    public static SnapshotHeader? TryReadHeader(IObjectReader source) =>
        new LineReader(source, 0, source.Length).TryRead(out ReadOnlySpan<byte> line) && JsonFields.TryOpen(line, out JsonFields fields, out _)
            ? SnapshotHeaderCodec.Read(fields, out _)
            : null;

    /// <summary>Loads the snapshot and returns its header.</summary>
    /// <exception cref="SnapshotException">It is malformed, or does not match <paramref name="seal"/>.</exception>
    public SnapshotHeader Load(SnapshotSeal? seal)
    {
        if (seal is { } expected && expected.Length != source.Length)
        {
            throw Fault(SnapshotFault.WrongChecksum, 0, 0, $"it has {Counted.Of(source.Length, "byte")}; the manifest expects {expected.Length}");
        }

        try
        {
            return seal is null && IsDocument(source) ? LoadDocument() : LoadLines(seal);
        }
        catch (LineTooLongException line)
        {
            throw Fault(SnapshotFault.Malformed, line.Line, line.Offset, line.Message);
        }
    }

    private SnapshotHeader LoadLines(SnapshotSeal? seal)
    {
        LineReader lines = new(source, 0, source.Length, keepBuffers: seal is not null);
        SnapshotHeader header = SnapshotHeaderCodec.ReadLine(lines.TryRead(out ReadOnlySpan<byte> first) ? first : default, path);
        int chunk = -1;
        int adopted = -1;
        int reported = lines.BufferNumber;
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (reported != lines.BufferNumber)
            {
                reported = lines.BufferNumber;
                Reached?.Invoke(lines.LineOffset);
            }

            if (line.IsEmpty || line is [(byte)'\r'])
            {
                continue;
            }

            if (seal is not null && SnapshotCodec.TryReadOwnRecord(line, out int idStart, out int idLength, out int valueStart))
            {
                if (adopted != lines.BufferNumber)
                {
                    adopted = lines.BufferNumber;
                    chunk = table.Adopt(lines.Buffer, lines.Buffer.Length);
                }

                table.AddInPlace(
                    chunk, lines.LineStart + idStart, idLength, lines.LineStart + valueStart, line.Length - valueStart - 1);
            }
            else
            {
                table.IndexAdded();
                CopyRecord(line, lines, header.Clock, isForeign: seal is null);
            }
        }

        table.IndexAdded();
        if (seal is { } expected && lines.Crc != expected.Crc)
        {
            throw Fault(SnapshotFault.WrongChecksum, 0, 0, "its checksum is wrong, so the file was damaged");
        }

        table.Bury(header.Tombstones);
        return header;
    }

    private void CopyRecord(ReadOnlySpan<byte> line, LineReader lines, long clock, bool isForeign)
    {
        if (!SnapshotCodec.TryReadRecord(line, out SnapshotRecord record, out string fault, out int faultOffset))
        {
            if (Skip is not null && isForeign && SnapshotCodec.IsForeignRecord(line))
            {
                Skip(new SkippedRecord(lines.LineNumber, lines.LineOffset, line.ToArray()));
                return;
            }

            throw Fault(SnapshotFault.Malformed, lines.LineNumber, lines.LineOffset + faultOffset, fault);
        }

        // The next operation counts from the header's clock, so it would precede a record with a higher clock.
        if (record.Stamp is { } stamp && stamp.Clock > clock)
        {
            throw Fault(SnapshotFault.Malformed, lines.LineNumber, lines.LineOffset, $"the clock of the record is {stamp.Clock}, above the highest clock in the header");
        }

        Copy(record.RawId, record.Value, record.Stamp, lines.LineNumber, lines.LineOffset);
    }

    private SnapshotHeader LoadDocument()
    {
        RecordDocumentReader document = new(source);
        int version = 0;
        string timestamp = "";
        while (document.TryRead())
        {
            if (document.IsRecord && Skip is not null && !SnapshotCodec.IsRecord(document.RawKey, document.Value))
            {
                Skip(new SkippedRecord(0, document.ValueOffset, [.. "{\"id\":\""u8, .. document.RawKey, .. "\",\"data\":"u8, .. document.Value, (byte)'}']));
            }
            else if (document.IsRecord)
            {
                Copy(document.RawKey, document.Value, null, 0, document.ValueOffset);
            }
            else if (JsonText.KeysEqual(document.RawKey, "version"u8))
            {
                version = JsonFields.Number(document.Value) is <= int.MaxValue and var number ? (int)number : 0;
            }
            else if (JsonText.KeysEqual(document.RawKey, "timestamp"u8))
            {
                timestamp = JsonFields.Text(document.Value) ?? "";
            }
        }

        if (document.IsMalformed || !document.HasRecords || version < 1 || timestamp.Length == 0)
        {
            throw Fault(
                SnapshotFault.Malformed, 0, document.Offset,
                document.IsTooDeep ? JsonWalker.TooDeep : "expected one JSON object with 'version', 'timestamp' and 'records'");
        }

        return new SnapshotHeader(version, timestamp);
    }

    private void Copy(ReadOnlySpan<byte> rawId, ReadOnlySpan<byte> value, RecordStamp? stamp, long line, long offset)
    {
        if (!SnapshotCodec.IsRecord(rawId, value))
        {
            throw Fault(SnapshotFault.Malformed, line, offset, "a record must have a non-empty id and a JSON object as its value");
        }

        using CompactRecord record = new(rawId, value);
        if (stamp is { } kept)
        {
            table.TryApply(record.Id, record.Value, isDelete: false, table.StampOf(kept), out _);
        }
        else
        {
            table.Set(record.Id, record.Value);
        }
    }

    /// <summary>
    /// Whether it is the single document of versions 0.1 to 0.6: its first line is not a complete JSON object, or is
    /// one with <c>records</c>.
    /// </summary>
    public static bool IsDocument(IObjectReader source)
    {
        byte[] start = new byte[(int)Math.Min(LongestHeader, source.Length)];
        int read = source.Read(0, start);
        int newline = start.AsSpan(0, read).IndexOf((byte)'\n');
        if (newline < 0 && read < source.Length)
        {
            // Such a long first line is the whole document, or a header of this engine with many logs or tombstones.
            ReadOnlySpan<byte> head = start.AsSpan(0, read);
            return head.IndexOf("\"records\""u8) >= 0 || (head.IndexOf("\"tombstones\":["u8) < 0 && head.IndexOf("\"covered\":{"u8) < 0);
        }

        ReadOnlySpan<byte> first = start.AsSpan(0, newline < 0 ? read : newline);
        return first.TrimStart(" \t\r"u8).StartsWith("{"u8)
            && (!JsonFields.TryOpen(first, out JsonFields fields, out _) || !fields["records"u8].IsEmpty);
    }

    private SnapshotException Fault(SnapshotFault fault, long line, long offset, string detail) =>
        new(fault, path, line, offset, detail);
}
