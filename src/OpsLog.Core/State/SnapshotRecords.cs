using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.State;

/// <summary>Reads the records of a snapshot one by one, so that only the one at hand is in memory.</summary>
internal sealed class SnapshotRecords
{
    private const int PieceLength = 256 * 1024;

    private readonly string _path;
    private readonly LineReader? _lines;
    private readonly RecordDocumentReader? _document;

    /// <summary>Begins with the first record of a snapshot of either form.</summary>
    /// <exception cref="SnapshotException">The header is not one.</exception>
    public SnapshotRecords(IObjectReader source, string path)
    {
        _path = path;
        if (SnapshotLoader.IsDocument(source))
        {
            _document = new RecordDocumentReader(source);
            return;
        }

        _lines = new LineReader(source, 0, source.Length);
        try
        {
            SnapshotHeaderCodec.ReadLine(_lines.TryRead(out ReadOnlySpan<byte> first) ? first : default, path);
        }
        catch (LineTooLongException line)
        {
            throw Malformed(line.Line, line.Offset, line.Message);
        }
    }

    /// <summary>The id of the record.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The record, without white space.</summary>
    public byte[] Value { get; private set; } = [];

    /// <summary>Which operation wrote it; null if the snapshot does not contain that.</summary>
    public RecordStamp? Stamp { get; private set; }

    /// <summary>Verifies a snapshot by what the manifest contains about it.</summary>
    /// <exception cref="SnapshotException">It was damaged.</exception>
    public static void Verify(IObjectReader source, string path, SnapshotSeal seal)
    {
        byte[] piece = new byte[PieceLength];
        uint crc = 0;
        long length = 0;
        while (source.Read(length, piece) is > 0 and int read)
        {
            crc = Crc32C.Append(crc, piece.AsSpan(0, read));
            length += read;
        }

        if (length != seal.Length || crc != seal.Crc)
        {
            throw new SnapshotException(
                SnapshotFault.WrongChecksum, path, 0, 0,
                length == seal.Length ? "its checksum is wrong, so the file was damaged" : $"it has {Counted.Of(length, "byte")}; the manifest expects {seal.Length}");
        }
    }

    /// <summary>Goes to the next record. What only the npm package accepts as one is skipped.</summary>
    /// <exception cref="SnapshotException">The snapshot is malformed.</exception>
    public bool TryRead()
    {
        try
        {
            return _document is null ? TryReadLine(_lines!) : TryReadMember(_document);
        }
        catch (LineTooLongException line)
        {
            throw Malformed(line.Line, line.Offset, line.Message);
        }
    }

    private bool TryReadLine(LineReader lines)
    {
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (line.IsEmpty || line is [(byte)'\r'])
            {
                continue;
            }

            if (SnapshotCodec.TryReadRecord(line, out SnapshotRecord record, out string fault, out int faultOffset))
            {
                Take(record.RawId, record.Value, record.Stamp);
                return true;
            }

            if (!SnapshotCodec.IsForeignRecord(line))
            {
                throw Malformed(lines.LineNumber, lines.LineOffset + faultOffset, fault);
            }
        }

        return false;
    }

    private bool TryReadMember(RecordDocumentReader document)
    {
        while (document.TryRead())
        {
            if (document.IsRecord && SnapshotCodec.IsRecord(document.RawKey, document.Value))
            {
                Take(document.RawKey, document.Value, stamp: null);
                return true;
            }
        }

        return document.IsMalformed || !document.HasRecords
            ? throw Malformed(0, document.Offset, document.IsTooDeep ? JsonWalker.TooDeep : "expected one JSON object with 'version', 'timestamp' and 'records'")
            : false;
    }

    private void Take(ReadOnlySpan<byte> rawId, ReadOnlySpan<byte> value, RecordStamp? stamp)
    {
        using CompactRecord record = new(rawId, value);
        Id = JsonText.Decode(record.Id);
        Value = record.Value.ToArray();
        Stamp = stamp;
    }

    private SnapshotException Malformed(long line, long offset, string detail) => new(SnapshotFault.Malformed, _path, line, offset, detail);
}
