using System.Buffers;
using OpsLog.Core.Store;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Reads single records back as objects.</summary>
internal sealed class RecordPassThru
{
    private readonly RecordReader _reader = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    /// <summary>The record; null where there is none.</summary>
    /// <exception cref="ConversionException">An object can't hold it.</exception>
    public object? Read(IRecordReader source, string id)
    {
        _buffer.ResetWrittenCount();
        return source.TryGet(id, _buffer) ? _reader.ReadObject(id, _buffer.WrittenSpan) : null;
    }
}
