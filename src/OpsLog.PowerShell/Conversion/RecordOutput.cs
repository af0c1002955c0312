namespace OpsLog.PowerShell.Conversion;

/// <summary>Returns records in the requested form. Use one instance for each pipeline; it is not thread-safe.</summary>
internal sealed class RecordOutput(RecordForm form, DateKind dates)
{
    private readonly JsonToObject _reader = new(dates);

    /// <summary>The record with its id; as text, without it.</summary>
    /// <exception cref="ConversionException">The record is not possible in this form.</exception>
    public object Read(string id, ReadOnlySpan<byte> json) => form switch
    {
        RecordForm.Json => JsonToObject.ReadText(json),
        RecordForm.Hashtable => _reader.ReadDictionary(id, json),
        _ => _reader.ReadObject(id, json),
    };

    /// <summary>
    /// A value without an id, in the first possible form: a dictionary if the keys are not possible in an object, and
    /// the text if a number is too large for both.
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

        return JsonToObject.ReadText(json);
    }
}
