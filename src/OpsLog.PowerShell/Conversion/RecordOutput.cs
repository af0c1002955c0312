namespace OpsLog.PowerShell.Conversion;

/// <summary>Returns records in the requested form. Use one instance for each pipeline.</summary>
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
    /// the text if a number is too large for both. Several threads can call it, because the operations of a pipeline share
    /// it.
    /// </summary>
    /// <param name="json">The JSON of a record or of one of its values; null gives null.</param>
    public object? ReadValue(ReadOnlyMemory<byte>? json)
    {
        if (json is not { } text)
        {
            return null;
        }

        lock (_reader)
        {
            for (RecordForm attempt = form; attempt < RecordForm.Json; attempt++)
            {
                try
                {
                    return text.Span[0] != '{' ? _reader.ReadAny(text.Span, attempt)
                        : attempt == RecordForm.Object ? _reader.ReadObject(text.Span)
                        : _reader.ReadDictionary(text.Span);
                }
                catch (ConversionException)
                {
                }
            }
        }

        return JsonToObject.ReadText(text.Span);
    }
}
