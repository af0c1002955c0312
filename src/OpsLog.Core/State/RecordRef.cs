using OpsLog.Core.Json;

namespace OpsLog.Core.State;

/// <summary>The bytes of one record in place, not copied.</summary>
public readonly ref struct RecordRef
{
    /// <summary>A record that is not in place.</summary>
    /// <param name="id">The id.</param>
    /// <param name="value">The record: one JSON object in UTF-8.</param>
    public RecordRef(string id, ReadOnlySpan<byte> value)
        : this(JsonText.Encode(id), value)
    {
    }

    internal RecordRef(ReadOnlySpan<byte> id, ReadOnlySpan<byte> value)
    {
        Id = id;
        Value = value;
    }

    /// <summary>The id in UTF-8.</summary>
    public ReadOnlySpan<byte> Id { get; }

    /// <summary>The record: one JSON object in UTF-8, as it was written.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The id as a string.</summary>
    public string IdText => JsonText.Decode(Id);
}
