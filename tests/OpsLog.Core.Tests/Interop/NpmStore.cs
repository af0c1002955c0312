using System.Text.Json.Nodes;

namespace OpsLog.Core.Tests.Interop;

/// <summary>A store object of the npm package in a Node process. Records are the text that JSON.stringify gives.</summary>
internal sealed class NpmStore(NpmProcess process, string name) : IStoreSide
{
    public SortedDictionary<string, string> Records => Texts(Do("records"));

    public void Set(string id, string value) => Do("write", ("id", id), ("value", value));

    public void Delete(string id) => Do("write", ("id", id), ("value", null));

    public void Batch(params (string Id, string? Value)[] changes) => Do(
        "batch",
        ("changes", new JsonArray([.. changes.Select(change => new JsonObject { ["id"] = change.Id, ["value"] = change.Value })])));

    public bool Undo() => Do("undo")!.GetValue<bool>();

    public void Compact() => Do("compact");

    public int Archive(string segment, params string[] ids) =>
        Do("archive", ("segment", segment), ("ids", new JsonArray([.. ids.Select(id => (JsonNode)id)])))!.GetValue<int>();

    public SortedDictionary<string, string> Segment(string segment) => Texts(Do("segment", ("segment", segment)));

    public void Close() => Do("close");

    public JsonNode? Do(string verb, params (string Key, JsonNode? Value)[] arguments)
    {
        var command = new JsonObject { ["as"] = name, ["do"] = verb };
        foreach ((string key, JsonNode? value) in arguments)
        {
            command[key] = value;
        }

        return process.Send(command);
    }

    private static SortedDictionary<string, string> Texts(JsonNode? entries) => new(
        entries!.AsArray().ToDictionary(entry => entry![0]!.GetValue<string>(), entry => entry![1]!.GetValue<string>()), StringComparer.Ordinal);
}
