using OpsLog.Core.State;
using OpsLog.PowerShell.Conversion;
using OpsLog.PowerShell.Filters;

namespace OpsLog.PowerShell.Cmdlets.Record;

/// <summary>Processes each record that was found: filters, counts, converts and writes it.</summary>
/// <param name="output">The form in which records are returned.</param>
/// <param name="skip">The number of records to skip.</param>
/// <param name="first">The maximum number of records to return.</param>
internal sealed class RecordSink(RecordOutput output, long skip, long first) : IRecordSink
{
    private long _skip = skip;
    private long _left = first;

    public RecordFilter? Filter { get; init; }

    /// <summary>Whether the object that the filter got is returned, if it got one.</summary>
    public bool ReusesFilterInput { get; init; }

    public required Action<object> Write { get; init; }

    public required Action<ConversionException, string> Refuse { get; init; }

    /// <summary>Gets the information that is added to each record; null for none.</summary>
    public InfoSource? InfoOf { get; init; }

    /// <summary>Whether no more records are required.</summary>
    public bool IsFull => _left <= 0;

    public void Offer(RecordRef record)
    {
        if (IsFull)
        {
            return;
        }

        object result;
        try
        {
            object? shown = null;
            if ((Filter is not null && !Filter.Selects(record, out shown)) || Skips())
            {
                return;
            }

            result = ReusesFilterInput && shown is not null ? shown : output.Read(record.IdText, record.Value);
            if (InfoOf is not null)
            {
                OpsLogRecordInfo.AddTo(result, InfoOf(record));
            }
        }
        catch (ConversionException e)
        {
            Refuse(e, record.IdText);
            return;
        }

        _left--;
        Write(result);
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

    /// <summary>Gets the information about a record.</summary>
    internal delegate OpsLogRecordInfo InfoSource(RecordRef record);
}
