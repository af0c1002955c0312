using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store;

/// <summary>Reads an archive segment record by record, after its checksum where it has one.</summary>
internal sealed class SegmentReader : IDisposable
{
    private readonly IObjectReader _source;
    private readonly RecordDocumentReader _document;
    private readonly ByteBuffer _id = new();
    private readonly ByteBuffer _value = new();
    private readonly string _segment;
    private readonly string _path;

    /// <summary>Opens a segment.</summary>
    /// <exception cref="ArchiveSegmentException">It is not there, or its checksum is wrong.</exception>
    public SegmentReader(IStorageBackend backend, string segment, string name)
    {
        _segment = segment;
        _path = StoreFiles.PathOf(backend, name);
        try
        {
            _source = backend.OpenRead(name);
        }
        catch (ObjectNotFoundException)
        {
            throw new ArchiveSegmentException(
                SegmentFault.Missing, segment, $"The archive segment '{segment}' should be at '{_path}', and is not there. Restore the file from a backup of the store.");
        }

        _document = new RecordDocumentReader(_source);
        try
        {
            if (SegmentSeal.Verify(_source) == Checksum.Wrong)
            {
                throw new ArchiveSegmentException(
                    SegmentFault.WrongChecksum, segment, $"The checksum of the archive segment '{_path}' is wrong, so it was damaged or edited by hand. Restore the file from a backup of the store.");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The id's bytes.</summary>
    public ReadOnlySpan<byte> Id => _id.Span;

    /// <summary>The record on one line.</summary>
    public ReadOnlySpan<byte> Value => _value.Span;

    /// <summary>Goes to the next record.</summary>
    /// <exception cref="ArchiveSegmentException">The file is malformed.</exception>
    public bool TryRead()
    {
        while (_document.TryRead())
        {
            if (!_document.IsRecord)
            {
                continue;
            }

            if (_document.RawKey.IsEmpty || !RecordJson.IsObject(_document.Value))
            {
                throw Malformed("a record must have a non-empty id and an object as its value");
            }

            _id.Clear();
            JsonText.Unescape(_document.RawKey, _id);
            _value.Clear();
            RecordJson.Minify(_document.Value, _value);
            return true;
        }

        return _document.IsMalformed || !_document.HasRecords
            ? throw Malformed("expected one JSON object with 'records'")
            : false;
    }

    public void Dispose()
    {
        _source.Dispose();
        _id.Dispose();
        _value.Dispose();
    }

    private ArchiveSegmentException Malformed(string expected) => new(
        SegmentFault.Malformed, _segment, $"The archive segment '{_path}' can't be read at byte {_document.Offset}: {expected}. Restore the file from a backup of the store.");
}
