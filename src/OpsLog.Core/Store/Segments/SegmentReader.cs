using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;
using OpsLog.Core.Store.Files;

namespace OpsLog.Core.Store.Segments;

/// <summary>Reads an archive segment record by record, after its checksum where it has one.</summary>
internal sealed class SegmentReader : IDisposable
{
    private readonly IObjectReader _source;
    private readonly RecordDocumentReader _document;
    private readonly ByteBuffer _id = new();
    private readonly ByteBuffer _value = new();
    private readonly SegmentHeader _header = new();
    private readonly string _segment;
    private readonly string _name;
    private readonly string _path;

    /// <summary>Opens a segment.</summary>
    /// <exception cref="ArchiveSegmentException">It is not there, or its checksum is wrong.</exception>
    public SegmentReader(IStorageBackend backend, string segment, string name)
    {
        _segment = segment;
        _name = name;
        _path = StoreFiles.PathOf(backend, name);
        try
        {
            _source = backend.OpenRead(name);
        }
        catch (ObjectNotFoundException)
        {
            throw new ArchiveSegmentException(
                SegmentFault.Missing, segment, $"The file '{_path}' of the archive segment '{segment}' is missing. Restore the file from a backup of the store.");
        }

        _document = new RecordDocumentReader(_source);
        try
        {
            if (SegmentSeal.Verify(_source) == Checksum.Wrong)
            {
                throw new ArchiveSegmentException(
                    SegmentFault.WrongChecksum, segment, $"The archive segment '{_path}' can't be read: its checksum is wrong, so the file was damaged or edited by hand. Restore the file from a backup of the store.");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether what was read is a record. The npm package takes other values too and archives them: they stay in the
    /// segment when it is written again, and are not returned.
    /// </summary>
    public bool IsRecord { get; private set; }

    /// <summary>Where the value begins, in bytes.</summary>
    public long Offset => _document.ValueOffset;

    /// <summary>The id's bytes.</summary>
    public ReadOnlySpan<byte> Id => _id.Span;

    /// <summary>The record, or another value, on one line.</summary>
    public ReadOnlySpan<byte> Value => _value.Span;

    /// <summary>Goes to the next record; at the end, what the file says of itself is checked too.</summary>
    /// <exception cref="ArchiveSegmentException">The file is malformed.</exception>
    public bool TryRead()
    {
        while (_document.TryRead())
        {
            if (!_document.IsRecord)
            {
                _header.Read(_document);
                continue;
            }

            IsRecord = SnapshotCodec.IsRecord(_document.RawKey, _document.Value);
            _id.Clear();
            JsonText.Unescape(_document.RawKey, _id);
            _value.Clear();
            RecordJson.Minify(_document.Value, _value);
            return true;
        }

        if (_document.IsMalformed || !_document.HasRecords)
        {
            throw Malformed(_document.IsTooDeep ? JsonWalker.TooDeep : "expected one JSON object with 'records'");
        }

        return _header.FaultFor(_name) is { } fault
            ? throw new ArchiveSegmentException(
                SegmentFault.Malformed, _segment, $"The archive segment '{_path}' can't be read: {fault}. Restore the file from a backup of the store, or correct this value if the rest of the file is correct.")
            : false;
    }

    public void Dispose()
    {
        _source.Dispose();
        _id.Dispose();
        _value.Dispose();
    }

    /// <summary>Refuses the segment for what was read.</summary>
    public ArchiveSegmentException Malformed(string expected) => new(
        SegmentFault.Malformed, _segment, $"The archive segment '{_path}' can't be read at byte {_document.Offset}: {expected}. Restore the file from a backup of the store.");
}
