using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Store.Writing;

/// <summary>A record that was checked, without white space between its parts; valid until it is disposed of.</summary>
internal readonly ref struct CheckedRecord
{
    private readonly ByteBuffer? _minified;

    /// <exception cref="InvalidRecordException">The value is no object, malformed, too deep or too large.</exception>
    public CheckedRecord(ReadOnlySpan<byte> json)
    {
        Json = json;
        if (RecordJson.Check(json))
        {
            return;
        }

        _minified = new ByteBuffer(json.Length);
        RecordJson.Minify(json, _minified);
        Json = _minified.Span;
    }

    /// <summary>The record as it is stored.</summary>
    public ReadOnlySpan<byte> Json { get; }

    public void Dispose() => _minified?.Dispose();
}
