using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Maintenance;

/// <summary>
/// Checks a snapshot of either form. Its checksum may be right and a line malformed all the same, and an opening looks
/// no further than the checksum, so every line is parsed.
/// </summary>
internal sealed class SnapshotCheck(CheckRun run, string name)
{
    private readonly RecordTable _table = new();
    private readonly ByteBuffer _id = new();
    private readonly ByteBuffer _compact = new();

    /// <summary>The header; null where it can't be read.</summary>
    public SnapshotHeader? Header { get; private set; }

    /// <summary>The records that can be read, without stamps.</summary>
    public RecordTable Records => _table;

    /// <param name="findings">Takes what is found.</param>
    /// <param name="seal">What the manifest knows of the file; null where it knows nothing.</param>
    public void Check(FileFindings findings, SnapshotSeal? seal)
    {
        using IObjectReader source = run.Open(name);
        if (seal is null && SnapshotLoader.IsDocument(source))
        {
            CheckDocument(new RecordDocumentReader(source), findings);
        }
        else
        {
            CheckLines(new LineReader(source, 0, source.Length), seal, findings);
        }
    }

    private void CheckLines(LineReader lines, SnapshotSeal? seal, FileFindings findings)
    {
        CheckHeader(lines, findings);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (line.IsEmpty || line is [(byte)'\r'])
            {
                continue;
            }

            if (SnapshotCodec.TryReadRecord(line, out SnapshotRecord record, out string fault, out int faultOffset))
            {
                Take(record.RawId, record.Value, lines.LineNumber, lines.LineOffset, findings);
            }
            else
            {
                findings.Error(FindingKind.SnapshotInvalid, lines.LineNumber, lines.LineOffset + faultOffset, $"The record can't be read: {fault}.", Advice.Restore);
            }
        }

        if (seal is { } expected && (expected.Length != lines.NextOffset || expected.Crc != lines.Crc))
        {
            findings.Error(
                FindingKind.WrongChecksum, 0, 0,
                expected.Length != lines.NextOffset
                    ? $"It has {lines.NextOffset} bytes where the manifest says {expected.Length}."
                    : "Its checksum is not the one in the manifest, so one of the two was damaged.",
                Advice.Restore);
        }
    }

    private void CheckHeader(LineReader lines, FileFindings findings)
    {
        string wanted = "";
        if (lines.TryRead(out ReadOnlySpan<byte> line) && JsonFields.TryOpen(line, out JsonFields fields, out _))
        {
            Header = SnapshotHeaderCodec.Read(fields, out wanted);
        }

        if (Header is null)
        {
            findings.Error(
                FindingKind.SnapshotInvalid, 1, 0,
                wanted.Length > 0 ? $"The header can't be used: {wanted}." : "The first line is no JSON object.", Advice.Restore);
        }
    }

    private void CheckDocument(RecordDocumentReader document, FileFindings findings)
    {
        while (document.TryRead())
        {
            if (document.IsRecord)
            {
                Take(document.RawKey, document.Value, 0, document.ValueOffset, findings);
            }
        }

        if (document.IsMalformed || !document.HasRecords)
        {
            findings.Error(FindingKind.SnapshotInvalid, 0, document.Offset, "It is not one JSON object with 'version', 'timestamp' and 'records'.", Advice.Restore);
        }
    }

    private void Take(ReadOnlySpan<byte> rawId, ReadOnlySpan<byte> value, long line, long offset, FileFindings findings)
    {
        if (rawId.IsEmpty || !RecordJson.IsObject(value))
        {
            findings.Error(FindingKind.SnapshotInvalid, line, offset, "A record must have a non-empty id and an object as its value.", Advice.Restore);
            return;
        }

        _id.Clear();
        _compact.Clear();
        JsonText.Unescape(rawId, _id);
        RecordJson.Minify(value, _compact);
        if (_table.TryGet(_id.Span, out _))
        {
            findings.Error(FindingKind.DuplicateRecord, line, offset, $"The record '{JsonText.Decode(_id.Span)}' stands here a second time; the last one counts.", Advice.Restore);
        }

        _table.Set(_id.Span, _compact.Span);
    }
}
