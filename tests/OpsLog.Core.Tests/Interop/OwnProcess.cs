using System.Text.Json;
using System.Text.Json.Nodes;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Interop;

/// <summary>A store that is open in a separate process of this engine, which can be killed.</summary>
internal sealed class OwnProcess : ITurnSide, IDisposable
{
    private readonly HostProcess _process;

    public OwnProcess(string directory, string? agent)
    {
        _process = HostProcess.Start("take-turn", agent is null ? [directory] : [directory, agent]);
        _process.Expect("open");
    }

    public SortedDictionary<string, string> Records => new(JsonSerializer.Deserialize<Dictionary<string, string>>(Do("records"))!, StringComparer.Ordinal);

    public void Set(string id, string value) => Do("set", id, value);

    public void Delete(string id) => Do("delete", id);

    public void Batch(params (string Id, string? Value)[] changes)
    {
        JsonObject values = [];
        foreach ((string id, string? value) in changes)
        {
            values[id] = value;
        }

        Do("batch", values);
    }

    public bool Undo() => Do("undo") == "ok";

    public void Compact() => Do("compact");

    public void Close() => Do("close");

    /// <summary>Ends it by SIGKILL.</summary>
    public void Kill() => _process.Kill();

    public void Dispose() => _process.Dispose();

    private string Do(params JsonNode[] command)
    {
        _process.Say(new JsonArray(command).ToJsonString());
        return _process.ReadLine() ?? throw new InvalidOperationException("The process ended.");
    }
}
