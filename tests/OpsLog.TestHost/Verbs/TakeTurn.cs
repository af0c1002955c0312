using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsLog.Core.State;
using OpsLog.Core.Store;

namespace OpsLog.TestHost;

/// <summary>
/// <c>take-turn dir [agent]</c>: opens the store as a single writer or agent and runs one command a line, a JSON array,
/// each of which it answers with a line: <c>["records"]</c>, <c>["batch",{id:value,..}]</c> (a null value deletes),
/// <c>["set",id,value]</c>, <c>["delete",id]</c>, <c>["undo"]</c>, <c>["compact"]</c>, <c>["close"]</c>.
/// </summary>
internal sealed class TakeTurn : IVerb
{
    public string Name => "take-turn";

    public void Run(string[] args)
    {
        using OpsLogStore store = OpsLogStore.Open(
            args[0], new OpsLogStoreOptions { Agent = args.Length > 1 ? args[1] : null, Durability = Durability.OperatingSystem });
        Signal.Send("open");
        while (Console.In.ReadLine() is { } line)
        {
            JsonArray command = JsonNode.Parse(line)!.AsArray();
            Signal.Send(Do(store, command[0]!.GetValue<string>(), command));
        }
    }

    private static string Do(OpsLogStore store, string verb, JsonArray command)
    {
        switch (verb)
        {
            case "set":
                store.Set(command[1]!.GetValue<string>(), Encoding.UTF8.GetBytes(command[2]!.GetValue<string>()));
                return "ok";
            case "delete":
                store.Delete(command[1]!.GetValue<string>());
                return "ok";
            case "batch":
                store.Batch(batch => Batch(batch, command[1]!.AsObject()));
                return "ok";
            case "undo":
                return store.Undo().Count > 0 ? "ok" : "nothing";
            case "compact":
                store.Compact();
                return "ok";
            case "close":
                store.Close();
                return "ok";
            default:
                return Records(store);
        }
    }

    private static void Batch(StoreBatch batch, JsonObject changes)
    {
        foreach ((string id, JsonNode? value) in changes)
        {
            if (value is null)
            {
                batch.Delete(id);
            }
            else
            {
                batch.Set(id, Encoding.UTF8.GetBytes(value.GetValue<string>()));
            }
        }
    }

    private static string Records(OpsLogStore store)
    {
        Dictionary<string, string> records = [];
        foreach (RecordRef record in store.View())
        {
            records.Add(record.IdText, Encoding.UTF8.GetString(record.Value));
        }

        return JsonSerializer.Serialize(records);
    }
}
