using System.Text.Json;
using System.Text.Json.Nodes;
using OpsLog.Core.Json;

namespace OpsLog.Core.Tests.Json;

/// <summary>What a merge means, in the plainest way: on nodes, one property after the other.</summary>
internal static class MergeModel
{
    /// <summary>The object that a text is: of duplicate names the last value, at the place of the first.</summary>
    public static JsonObject Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return (JsonObject)NodeOf(document.RootElement)!;
    }

    public static JsonObject Merge(string record, string changes, MergeOptions options)
    {
        using JsonDocument document = JsonDocument.Parse(changes);
        JsonObject result = Merge(Parse(record), document.RootElement, options);
        foreach (string property in options.Remove)
        {
            if (!Remove(result, [property], options.IgnoreCase) && property.Split('.') is var path && !path.Contains(""))
            {
                Remove(result, path, options.IgnoreCase);
            }
        }

        return result;
    }

    private static JsonObject Merge(JsonObject record, JsonElement changes, MergeOptions options)
    {
        JsonObject result = (JsonObject)record.DeepClone();
        JsonProperty[] members = [.. changes.EnumerateObject()];
        for (int i = 0; i < members.Length; i++)
        {
            if (members[(i + 1)..].Any(later => later.Name == members[i].Name))
            {
                continue;
            }

            string key = KeyIn(record, members[i].Name, options.IgnoreCase) ?? members[i].Name;
            result[key] = options.Deep && record[key] is JsonObject nested && members[i].Value.ValueKind == JsonValueKind.Object
                ? Merge(nested, members[i].Value, options)
                : NodeOf(members[i].Value);
        }

        return result;
    }

    private static bool Remove(JsonObject record, string[] path, bool ignoreCase) =>
        KeyIn(record, path[0], ignoreCase) is { } key
        && (path.Length == 1 ? record.Remove(key) : record[key] is JsonObject nested && Remove(nested, path[1..], ignoreCase));

    private static string? KeyIn(JsonObject record, string name, bool ignoreCase) =>
        record.ContainsKey(name) ? name
        : ignoreCase ? record.Select(member => member.Key).LastOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase))
        : null;

    private static JsonNode? NodeOf(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                JsonObject node = [];
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    node[member.Name] = NodeOf(member.Value);
                }

                return node;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(NodeOf)]);
            default:
                return JsonNode.Parse(element.GetRawText());
        }
    }
}
