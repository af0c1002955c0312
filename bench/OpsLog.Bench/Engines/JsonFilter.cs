using System.Text.Json;

namespace OpsLog.Bench.Engines;

/// <summary>The filter for engines that do not know JSON: it stops at the property.</summary>
internal sealed class JsonFilter(string property, string text)
{
    private readonly byte[] _property = System.Text.Encoding.UTF8.GetBytes(property);
    private readonly byte[] _text = System.Text.Encoding.UTF8.GetBytes(text);

    public bool IsMatch(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isWanted = reader.ValueTextEquals(_property);
            reader.Read();
            if (isWanted)
            {
                return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(_text);
            }

            reader.Skip();
        }

        return false;
    }
}
