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

    /// <summary>Records written so far.</summary>
    public long Records { get; private set; }

    public void Add(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value)
    {
        if (Records++ > 0)
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
        _crc = Crc32C.Append(_crc, _buffer.Span);
        _buffer.Clear();
    }
}
