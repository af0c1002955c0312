using System.Buffers;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Reads single records back as objects.</summary>
internal sealed class RecordPassThru
{
    private readonly JsonToObject _reader = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    /// <summary>The record; null if it does not exist.</summary>
    /// <exception cref="ConversionException">The record can't be converted to an object.</exception>
    public object? Read(IRecordReader source, string id)
    {
        _buffer.ResetWrittenCount();
        return source.TryGet(id, _buffer) ? _reader.ReadObject(id, _buffer.WrittenSpan) : null;
    }
}
