using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Segments;

namespace OpsLog.Core.Maintenance;

/// <summary>Checks an archive segment: its checksum, every record, and its header values.</summary>
internal sealed class SegmentCheck(CheckRun run, string name, FileFindings findings) : IDisposable
{
    private readonly RecordTable _records = new();
    private readonly ByteBuffer _id = new();
    private readonly ByteBuffer _value = new();

    /// <summary>The records that can be read.</summary>
    public RecordTable Records => _records;

    public void Dispose()
    {
        _id.Dispose();
        _value.Dispose();
    }

    public void Check()
    {
        using IObjectReader source = run.Open(name);
        switch (SegmentSeal.Verify(source))
        {
            case Checksum.Wrong:
                findings.Error(FindingKind.WrongChecksum, 0, 0, "The checksum is wrong, so the file was damaged or edited by hand.", Advice.Restore);
                break;
            case Checksum.Absent:
                findings.Information(
                    FindingKind.NoChecksum, 0, 0, "The file has no checksum, because another program wrote it. Changes within a value can't be detected.", Advice.Nothing);
                break;
        }

        RecordDocumentReader document = new(source);
        SegmentHeader header = new();
        while (document.TryRead())
        {
            if (document.IsRecord)
            {
                CheckRecord(document.RawKey, document.Value, document.ValueOffset);
            }
            else
            {
                header.Read(document);
            }
        }

        if (document.IsMalformed || !document.HasRecords)
        {
            findings.Error(FindingKind.SegmentInvalid, 0, document.Offset, document.IsTooDeep ? $"The file can't be read: {JsonWalker.TooDeep}." : "The file is not one JSON object with 'records'.", Advice.Restore);
            return;
        }

        if (header.FaultFor(name) is { } fault)
        {
            findings.Error(
                header.HasTime ? FindingKind.SegmentInvalid : FindingKind.InvalidTimestamp, 0, 0, $"The file can't be used: {fault}.",
                "Restore this file from a backup of the store, or correct this value if the rest of the file is correct.");
        }
    }

    private void CheckRecord(ReadOnlySpan<byte> rawId, ReadOnlySpan<byte> value, long offset)
    {
        if (!SnapshotCodec.IsRecord(rawId, value))
        {
            findings.Warning(
                FindingKind.SegmentInvalid, 0, offset, "The record has no id, or its value is not a JSON object, which the npm package accepts. Reading the segment skips it.", Advice.Anew);
            return;
        }

        _id.Clear();
        _value.Clear();
        JsonText.Unescape(rawId, _id);
        RecordJson.Minify(value, _value);
        if (_records.TryGet(_id.Span, out _))
        {
            findings.Error(FindingKind.DuplicateRecord, 0, offset, $"The file contains record '{JsonText.Decode(_id.Span)}' a second time.", Advice.Restore);
        }

        _records.Set(_id.Span, _value.Span);
    }
}
