using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Segments;

/// <summary>Writes an archive segment record by record, however large it grows.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private const int DrainAt = 1024 * 1024;

    private readonly IObjectWriter _target;
    private readonly ByteBuffer _buffer = new(64 * 1024);
    private long _records;
    private long _invalid;
    private long _length;
    private uint _crc;

    public SegmentWriter(IStorageBackend backend, string segment)
    {
        _target = backend.CreateObject(StoreLayout.Segment(segment), replace: true);
        SealedDocument.Open(_buffer);
        _buffer.Append("\"version\":1,\"period\":"u8);
        JsonText.WriteString(_buffer, JsonText.Encode(segment));
        _buffer.Append(",\"timestamp\":\""u8);
        Timestamp.Write(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), _buffer.GetSpan(Timestamp.Length));
        _buffer.Advance(Timestamp.Length);
        _buffer.Append("\",\"records\":{"u8);
    }

    /// <summary>Whether nothing was written to it, not even what is no record.</summary>
    public bool IsEmpty => _records == 0;

    /// <summary>What was written; known when the document is complete.</summary>
    public SegmentSize Size => new(_records - _invalid, _length);

    /// <summary>Adds a record.</summary>
    /// <param name="id">The id.</param>
    /// <param name="value">The record on one line, or what another program has in its place.</param>
    /// <param name="isRecord">Whether it counts as a record.</param>
    public void Add(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value, bool isRecord = true)
    {
        _invalid += isRecord ? 0 : 1;
        if (_records++ > 0)
        {
            _buffer.Append((byte)',');
        }

        JsonText.WriteString(_buffer, id);
        _buffer.Append((byte)':');
        _buffer.Append(value);
        if (_buffer.Length >= DrainAt)
        {
            Drain();
        }
    }

    /// <summary>Ends the document and puts it in place of the one before.</summary>
    public void Complete()
    {
        _buffer.Append((byte)'}');
        Drain();
        Seal.Append(_buffer, _crc);
        _buffer.Append((byte)'\n');
        _target.Write(_buffer.Span);
        _length += _buffer.Length;
        _target.Complete();
    }

    public void Dispose()
    {
        _target.Dispose();
        _buffer.Dispose();
    }

    private void Drain()
    {
        _target.Write(_buffer.Span);
        _length += _buffer.Length;
        _crc = Crc32C.Append(_crc, _buffer.Span);
        _buffer.Clear();
    }
}
