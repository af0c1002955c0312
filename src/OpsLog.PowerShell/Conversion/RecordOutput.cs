namespace OpsLog.PowerShell.Conversion;

/// <summary>Hands records out in the form that was asked for. One for each pipeline; not for several threads.</summary>
internal sealed class RecordOutput(RecordForm form, DateKind dates)
{
    private readonly RecordReader _reader = new(dates);

    /// <summary>The record with its id; as text without it.</summary>
    /// <exception cref="ConversionException">The record can't be had in this form.</exception>
    public object Read(string id, ReadOnlySpan<byte> json) => form switch
    {
        RecordForm.Json => RecordReader.ReadText(json),
        RecordForm.Hashtable => _reader.ReadDictionary(id, json),
        _ => _reader.ReadObject(id, json),
    };

    /// <summary>
    /// A value without an id, in the first form it can be had in: where an object can't hold the keys, a dictionary;
    /// where a number is too large for either, the text.
    /// </summary>
    public object ReadValue(ReadOnlySpan<byte> json)
    {
        for (RecordForm attempt = form; attempt < RecordForm.Json; attempt++)
        {
            try
            {
                return attempt == RecordForm.Object ? _reader.ReadObject(json) : _reader.ReadDictionary(json);
            }
            catch (ConversionException)
            {
            }
        }

        return RecordReader.ReadText(json);
    }
}
