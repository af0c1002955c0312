using System.Text.Json;

namespace OpsLog.PowerShell.Conversion;

/// <summary>The text of one JSON object as the value of a record.</summary>
internal static class JsonObjectText
{
    /// <summary>The object that a string contains. Any other value is returned unchanged.</summary>
    /// <exception cref="ConversionException"><see cref="Fault.NotAnObject"/>: a string that is not a JSON object.</exception>
    public static object? Parse(object? value)
    {
        if (Wrapper.Bare(value) is not string text)
        {
            return value;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = JsonToObject.MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw Refuse($"its JSON is not an object but {document.RootElement.ValueKind}");
        }
        catch (JsonException e)
        {
            throw Refuse($"it is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}", e);
        }
        catch (ArgumentException e)
        {
            // Half a surrogate pair that is not escaped.
            throw Refuse("it contains half a surrogate pair", e);
        }
    }

    private static ConversionException Refuse(string reason, Exception? inner = null) => new(
        Fault.NotAnObject,
        "",
        $"A record must be an object, but the value is a System.String that is not a JSON object: {reason}. Correct the text, or put it into a hashtable, such as @{{ value = ... }}.",
        inner);
}
