using OpsLog.Core.Json;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.State;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Store.Segments;

/// <summary>
/// What an archive segment says of itself beside its records. The fields may come before or after the records, and of
/// equal ones the last counts, so they are right or wrong only when the document is through.
/// </summary>
internal sealed class SegmentHeader
{
    private long? _version;

    /// <summary>The segment's name as the file gives it; null where it gives none.</summary>
    public string? Period { get; private set; }

    /// <summary>When the file was written; null where it says nothing.</summary>
    public string? Timestamp { get; private set; }

    /// <summary>Whether <see cref="Timestamp"/> is a time.</summary>
    public bool HasTime => Timestamp is not null && Primitives.Timestamp.TryParse(Timestamp, out _);

    /// <summary>Reads the current member, which is not a record.</summary>
    public void Read(RecordDocumentReader document)
    {
        if (JsonText.KeysEqual(document.RawKey, "version"u8))
        {
            _version = JsonFields.Number(document.Value);
        }
        else if (JsonText.KeysEqual(document.RawKey, "period"u8))
        {
            Period = JsonFields.Text(document.Value);
        }
        else if (JsonText.KeysEqual(document.RawKey, "timestamp"u8))
        {
            Timestamp = JsonFields.Text(document.Value);
        }
    }

    /// <summary>What is wrong with the header of the segment in the file <paramref name="name"/>; null where nothing is.</summary>
    public string? FaultFor(string name)
    {
        if (_version is not (>= 1 and <= int.MaxValue))
        {
            return "'version' must be a whole number of 1 or more";
        }

        if (Period is not { Length: > 0 })
        {
            return "'period' must be a non-empty string";
        }

        if (StoreLayout.ParseSegment(name) is { } own && own != Period)
        {
            return $"'period' is '{Period}', but the file name contains '{own}'";
        }

        return HasTime ? null : "'timestamp' must be a time in ISO 8601";
    }
}
