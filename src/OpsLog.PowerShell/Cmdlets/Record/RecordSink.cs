using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Processes each record that was found: converts, filters, counts and writes it.</summary>
internal sealed class RecordSink(RecordOutput output, long skip, long first)
{
    private long _skip = skip;
    private long _left = first;

    public RecordFilter? Filter { get; init; }

    /// <summary>Whether the text is returned, independent of what the filter gets.</summary>
    public bool AsText { get; init; }

    public required Action<object> Write { get; init; }

    public required Action<ConversionException, string> Refuse { get; init; }

    /// <summary>Whether no more records are required.</summary>
    public bool IsFull => _left <= 0;

    public void Offer(string id, ReadOnlySpan<byte> json)
    {
        if (IsFull || (Filter is null && Skips()))
        {
            return;
        }

        object record;
        try
        {
            record = output.Read(id, json);
        }
        catch (ConversionException e)
        {
            Refuse(e, id);
            return;
        }

        if (Filter is not null && (!Filter.Wants(record) || Skips()))
        {
            return;
        }

        _left--;
        Write(AsText && Filter is not null ? JsonToObject.ReadText(json) : record);
    }

    private bool Skips()
    {
        if (_skip == 0)
        {
            return false;
        }

        _skip--;
        return true;
    }
}
