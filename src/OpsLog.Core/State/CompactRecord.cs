using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.State;

/// <summary>A record as it is kept in memory: the id without escapes, the value without white space.</summary>
internal sealed class CompactRecord : IDisposable
{
    private readonly ByteBuffer _id;
    private readonly ByteBuffer _value;

    /// <summary>Converts a record as it is in a file; the bytes are copied.</summary>
    public CompactRecord(ReadOnlySpan<byte> rawId, ReadOnlySpan<byte> value)
    {
        _id = new ByteBuffer(rawId.Length);
        _value = new ByteBuffer(value.Length);
        JsonText.Unescape(rawId, _id);
        RecordJson.Minify(value, _value);
    }

    /// <summary>The id.</summary>
    public ReadOnlySpan<byte> Id => _id.Span;

    /// <summary>The value.</summary>
    public ReadOnlySpan<byte> Value => _value.Span;

    public void Dispose()
    {
        _id.Dispose();
        _value.Dispose();
    }
}
