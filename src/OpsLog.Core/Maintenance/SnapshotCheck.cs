using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// Checks a snapshot of either form. A line can be malformed even if the checksum is correct, and an opening trusts the
/// checksum, so every line is parsed.
/// </summary>
internal sealed class SnapshotCheck(CheckRun run, string name, RecordChain? chain, FileFindings findings) : IDisposable
{
    private readonly RecordTable _table = new();
    private readonly ByteBuffer _id = new();
    private readonly ByteBuffer _value = new();

    /// <summary>The header; null if it can't be read.</summary>
    public SnapshotHeader? Header { get; private set; }

    /// <summary>The records that can be read, without stamps.</summary>
    public RecordTable Records => _table;

    /// <summary>Records that only the npm package accepts, and an opening skips.</summary>
    public int Skipped { get; private set; }

    public void Dispose()
    {
        _id.Dispose();
        _value.Dispose();
    }

    /// <summary>Only the header of a snapshot, unverified; null if it can't be read.</summary>
    public static SnapshotHeader? PeekHeader(CheckRun run, string name)
    {
        try
        {
            run.ThrowIfNoFile(name);
            using IObjectReader source = run.Backend.OpenRead(name);
            return ReadHeader(new LineReader(source, 0, source.Length), out _);
        }
        catch (Exception e) when (e is StorageException or LineTooLongException)
        {
            return null;
        }
    }

    /// <param name="seal">The length and checksum in the manifest; null if it contains none.</param>
    public void Check(SnapshotSeal? seal)
    {
        using IObjectReader source = run.Open(name);
        if (seal is null && SnapshotLoader.IsDocument(source))
        {
            CheckDocument(new RecordDocumentReader(source));
        }
        else
        {
            CheckLines(new LineReader(source, 0, source.Length), seal);
        }

        if (Header is not null)
        {
            new SnapshotHeaderCheck(Header, _table, findings).Check();
        }
    }

    private void CheckLines(LineReader lines, SnapshotSeal? seal)
    {
        Header = ReadHeader(lines, out string wanted);
        if (Header is null)
        {
            findings.Error(FindingKind.SnapshotInvalid, 1, 0, $"The header can't be used: {wanted}.", Advice.Restore);
        }

        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (line.IsEmpty || line is [(byte)'\r'])
            {
                continue;
            }

            if (SnapshotCodec.TryReadRecord(line, out SnapshotRecord record, out string fault, out int faultOffset))
            {
                CheckRecord(record.RawId, record.Value, lines.LineNumber, lines.LineOffset);
                CheckStamp(record.Stamp, lines);
            }
            else if (seal is null && SnapshotCodec.IsForeignRecord(line))
            {
                TellSkipped(lines.LineNumber, lines.LineOffset);
            }
            else
            {
                findings.Error(
                    FindingKind.SnapshotInvalid, lines.LineNumber, lines.LineOffset, $"The record can't be used: {fault}, at byte {faultOffset} of the line.", Advice.Restore);
            }
        }

        if (seal is { } expected && (expected.Length != lines.NextOffset || expected.Crc != lines.Crc))
        {
            findings.Error(
                FindingKind.WrongChecksum, 0, 0,
                expected.Length != lines.NextOffset
                    ? $"The file has {Counted.Of(lines.NextOffset, "byte")}; the manifest expects {expected.Length}."
                    : "The checksum is not the one in the manifest, so the file was damaged or edited by hand.",
                Advice.Restore);
        }
    }

    private static SnapshotHeader? ReadHeader(LineReader lines, out string wanted)
    {
        wanted = "the first line must be a JSON object";
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
        {
            return null;
        }

        bool isObject = JsonFields.TryOpen(line, out JsonFields fields, out _);
        wanted = fields.IsTooDeep ? JsonWalker.TooDeep : wanted;
        return isObject ? SnapshotHeaderCodec.Read(fields, out wanted) : null;
    }

    private void CheckDocument(RecordDocumentReader document)
    {
        long? version = null;
        string? timestamp = null;
        while (document.TryRead())
        {
            if (document.IsRecord)
            {
                CheckRecord(document.RawKey, document.Value, 0, document.ValueOffset);
            }
            else if (JsonText.KeysEqual(document.RawKey, "version"u8))
            {
                version = JsonFields.Number(document.Value);
            }
            else if (JsonText.KeysEqual(document.RawKey, "timestamp"u8))
            {
                timestamp = JsonFields.Text(document.Value);
            }
        }

        if (document.IsMalformed || !document.HasRecords || version is not (> 0 and <= int.MaxValue) || timestamp is not { Length: > 0 })
        {
            findings.Error(
                FindingKind.SnapshotInvalid, 0, document.Offset,
                document.IsTooDeep ? $"The file can't be read: {JsonWalker.TooDeep}." : "The file is not one JSON object with 'version', 'timestamp' and 'records'.",
                Advice.Restore);
            return;
        }

        Header = new SnapshotHeader((int)version.Value, timestamp);
    }

    private void CheckRecord(ReadOnlySpan<byte> rawId, ReadOnlySpan<byte> value, long line, long offset)
    {
        if (!SnapshotCodec.IsRecord(rawId, value))
        {
            TellSkipped(line, offset);
            return;
        }

        _id.Clear();
        JsonText.Unescape(rawId, _id);
        if (_table.TryGet(_id.Span, out _))
        {
            findings.Error(
                FindingKind.DuplicateRecord, line, offset, $"The file contains record '{JsonText.Decode(_id.Span)}' a second time. The last one is used.", Advice.Restore);
        }

        if (chain?.Find(_id.Span) is { } left && (left.Length == 0 || !JsonEquality.AreEqual(left, value)))
        {
            findings.Warning(
                FindingKind.SnapshotMismatch, line, offset,
                $"Record '{JsonText.Decode(_id.Span)}' differs from the state that the earlier logs result in{(left.Length == 0 ? ", where it was removed" : "")}.",
                "The snapshot or a log was changed. Compare both with a backup.");
        }

        _value.Clear();
        RecordJson.Minify(value, _value);
        _table.Set(_id.Span, _value.Span);
    }

    private void TellSkipped(long line, long offset)
    {
        Skipped++;
        findings.Warning(
            FindingKind.SnapshotInvalid, line, offset, "The id of the record is not a string, or its value is not a JSON object, which the npm package accepts. Opening the store skips it.", Advice.Anew);
    }

    private void CheckStamp(RecordStamp? stamp, LineReader lines)
    {
        if (Header is { } header && stamp is { } at && (at.Clock > header.Clock))
        {
            findings.Error(
                FindingKind.InvalidStamp, lines.LineNumber, lines.LineOffset,
                $"The clock of the record is {at.Clock}, above the highest clock in the header, {header.Clock}.", Advice.Restore);
        }
    }
}
