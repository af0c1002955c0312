using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Maintenance;

/// <summary>Checks an archive segment: its checksum, every record, and what it says of itself.</summary>
internal sealed class SegmentCheck(CheckRun run, string name, FileFindings findings)
{
    private readonly RecordTable _records = new();
    private readonly ByteBuffer _id = new();
    private readonly ByteBuffer _value = new();

    /// <summary>The records that can be read.</summary>
    public RecordTable Records => _records;

    public void Check()
    {
        using IObjectReader source = run.Open(name);
        switch (SegmentSeal.Verify(source))
        {
            case Checksum.Wrong:
                findings.Error(FindingKind.WrongChecksum, 0, 0, "Its checksum is wrong, so it was damaged or edited by hand.", Advice.Restore);
                break;
            case Checksum.Absent:
                findings.Information(
                    FindingKind.NoChecksum, 0, 0, "It has no checksum, since another program wrote it: a change within a value can't be found.", Advice.Nothing);
                break;
        }

        RecordDocumentReader document = new(source);
        string? period = null;
        string? timestamp = null;
        while (document.TryRead())
        {
            if (document.IsRecord)
            {
                Take(document.RawKey, document.Value, document.ValueOffset);
            }
            else if (document.RawKey.SequenceEqual("period"u8))
            {
                period = JsonFields.Text(document.Value);
            }
            else if (document.RawKey.SequenceEqual("timestamp"u8))
            {
                timestamp = JsonFields.Text(document.Value);
            }
        }

        if (document.IsMalformed || !document.HasRecords)
        {
            findings.Error(FindingKind.SegmentInvalid, 0, document.Offset, "It is not one JSON object with 'records'.", Advice.Restore);
            return;
        }

        if (StoreLayout.ParseSegment(name) is { } segment && period != segment)
        {
            findings.Warning(FindingKind.SegmentInvalid, 0, 0, $"It says that it is '{period}', and its name says '{segment}'.", "Rename it if its name was changed, or restore it from a backup of the store.");
        }

        if (timestamp is null || !Timestamp.TryParse(timestamp, out _))
        {
            findings.Warning(FindingKind.InvalidTimestamp, 0, 0, "Its timestamp is no time.", "Nothing depends on it; archiving into this segment writes it anew.");
        }
    }

    private void Take(ReadOnlySpan<byte> rawId, ReadOnlySpan<byte> value, long offset)
    {
        if (rawId.IsEmpty || !RecordJson.IsObject(value))
        {
            findings.Error(FindingKind.SegmentInvalid, 0, offset, "A record must have a non-empty id and an object as its value.", Advice.Restore);
            return;
        }

        _id.Clear();
        _value.Clear();
        JsonText.Unescape(rawId, _id);
        RecordJson.Minify(value, _value);
        if (_records.TryGet(_id.Span, out _))
        {
            findings.Error(FindingKind.DuplicateRecord, 0, offset, $"Record '{JsonText.Decode(_id.Span)}' stands here a second time.", Advice.Restore);
        }

        _records.Set(_id.Span, _value.Span);
    }
}
