using System.Text.Json;
using System.Text.Unicode;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>
/// The result of JavaScript's JSON.parse for a text, by another parser than the engine's: of duplicate keys the last is
/// used, at the place of the first, and an escaped key is the key that it represents.
/// </summary>
internal static class JsModel
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = JsonWalker.MaximumDepth };

    public static bool IsWellFormed(ReadOnlySpan<byte> text, out int depth)
    {
        depth = 0;
        Utf8JsonReader reader = new(text, s_options);
        try
        {
            while (reader.Read())
            {
                bool opens = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject;
                depth = Math.Max(depth, reader.CurrentDepth + (opens ? 1 : 0));
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// The members of an object, values as they are written; null if the text is not an object. The readers open
    /// <paramref name="levels"/> of it themselves, and walk over the text below, which can be as deep as any text.
    /// </summary>
    public static List<(string Key, byte[] Value)>? Members(ReadOnlySpan<byte> text, int levels = 1)
    {
        Utf8JsonReader reader = new(text, new JsonReaderOptions { MaxDepth = JsonWalker.MaximumDepth + levels });
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && ReadMembers(text, ref reader) is { } members && !reader.Read() ? members : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The tokens of a text with nothing of the space between them.</summary>
    public static List<byte[]> Tokens(ReadOnlySpan<byte> text)
    {
        List<byte[]> tokens = [];
        Utf8JsonReader reader = new(text, s_options);
        while (reader.Read())
        {
            tokens.Add([(byte)reader.TokenType, .. reader.ValueSpan]);
        }

        return tokens;
    }

    public static string? Text(byte[]? value) => value is [(byte)'"', .. var inside, (byte)'"'] ? Plain(inside) : null;

    public static string Plain(ReadOnlySpan<byte> raw)
    {
        using ByteBuffer plain = new();
        JsonText.Unescape(raw, plain);
        return JsonText.Decode(plain.Span);
    }

    public static bool IsUtf8(ReadOnlySpan<byte> text) => Utf8.IsValid(text);

    private static List<(string Key, byte[] Value)> ReadMembers(ReadOnlySpan<byte> text, ref Utf8JsonReader reader)
    {
        List<(string Key, byte[] Value)> members = [];
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = Plain(reader.ValueSpan);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            byte[] value = text[start..(int)reader.BytesConsumed].ToArray();
            if (places.TryAdd(key, members.Count))
            {
                members.Add((key, value));
            }
            else
            {
                members[places[key]] = (key, value);
            }
        }

        return members;
    }
}
