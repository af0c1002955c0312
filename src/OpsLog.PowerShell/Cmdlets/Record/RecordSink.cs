using OpsLog.PowerShell.Binding;
using OpsLog.PowerShell.Conversion;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>What becomes of each record that was found: converted, filtered, counted off, written.</summary>
internal sealed class RecordSink(RecordOutput output, long skip, long first)
{
    private long _skip = skip;
    private long _left = first;

    public RecordFilter? Filter { get; init; }

    /// <summary>Whether the text is handed out, whatever the filter was shown.</summary>
    public bool AsText { get; init; }

    public required Action<object> Write { get; init; }

    public required Action<ConversionException, string> Refuse { get; init; }

    /// <summary>Whether no more records are wanted.</summary>
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
        Write(AsText && Filter is not null ? RecordReader.ReadText(json) : record);
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
