using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsLog.PowerShell.Conversion;

/// <summary>
/// JSON that System.Text.Json or Newtonsoft.Json has parsed, as plain values. Objects of both libraries are
/// dictionaries already; other nodes look like strings, empty collections or objects. Newtonsoft types are found by
/// name, because another module can contain its own version.
/// </summary>
internal static class JsonNodes
{
    /// <summary>The value of a node as a .NET value: a string, a number, a collection; null for JSON's null.</summary>
    /// <param name="node">A value of a type whose shape is <see cref="ValueShape.Json"/>.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if the node itself is not a value, such as a comment or a single property.</returns>
    /// <exception cref="InvalidOperationException">The node has no value.</exception>
    public static bool TryGetValue(object node, out object? value)
    {
        bool isValue = true;
        value = node switch
        {
            JsonElement element => Read(element),
            JsonDocument document => Read(document.RootElement),
            JsonValue one when one.TryGetValue(out JsonElement element) => Read(element),
            JsonValue one when one.TryGetValue(out string? text) => text,
            JsonValue one => Parse(one.ToJsonString()),
            _ => ReadForeign(node, out isValue),
        };
        return isValue;
    }

    private static object? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => ReadString(element.GetRawText()),
        JsonValueKind.Number => ReadNumber(element.GetRawText()),
        JsonValueKind.Array => element.EnumerateArray().Cast<object?>().ToArray(),
        JsonValueKind.Object => Entries.Of(element),
        _ => throw new InvalidOperationException("The JSON element has no value."),
    };

    // JsonElement.GetString refuses half a surrogate pair.
    private static string ReadString(string raw)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(raw));
        reader.Read();
        return JsonString.Read(in reader);
    }

    private static object ReadNumber(string raw) => JsonNumber.Read(Encoding.ASCII.GetBytes(raw))
        ?? throw new InvalidOperationException($"The number {raw} is larger than any .NET number.");

    private static object? Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonToObject.MaxDepth });
        return Read(document.RootElement.Clone());
    }

    private static object? ReadForeign(object node, out bool isValue)
    {
        Type type = node.GetType();
        string kind = Get(type, node, "Type")?.ToString() ?? "";
        isValue = kind is not ("Property" or "Constructor" or "Comment" or "None" or "");
        return !isValue ? null
            : kind == "Array" ? ((IEnumerable)node).Cast<object?>().ToArray()
            : kind == "Raw" ? Parse(Convert.ToString(Get(type, node, "Value"), CultureInfo.InvariantCulture) ?? "null")
            : Get(type, node, "Value");
    }

    private static object? Get(Type type, object node, string property) =>
        type.GetProperty(property, BindingFlags.Public | BindingFlags.Instance)?.GetValue(node);
}
