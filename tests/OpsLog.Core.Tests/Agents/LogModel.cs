using System.Text;
using OpsLog.Core.Json;
using OpsLog.Core.Log;
using OpsLog.Core.Model;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Agents;

/// <summary>The plain reference: every operation of every log, sorted into the total order, the last one winning.</summary>
internal sealed class LogModel
{
    public SortedDictionary<string, string> State { get; } = new(StringComparer.Ordinal);

    /// <summary>Every value that was ever logged.</summary>
    public HashSet<string> Values { get; } = [];

    public static LogModel Read(MemoryBackend disk)
    {
        List<(long Clock, string Agent, FileStamp File, long Offset, string Id, string? Value)> operations = [];
        foreach (StoredObject stored in disk.List(StoreLayout.LogFolder))
        {
            if (!StoreLayout.TryParseAgentLog(stored.Name, out string agent, out FileStamp file))
            {
                continue;
            }

            using IObjectReader source = disk.OpenRead(stored.Name);
            LogScanner scanner = new(new LineReader(source, 0, source.Length));
            int before = operations.Count;
            while (scanner.TryRead(out OperationView operation))
            {
                operations.Add((
                    operation.Clock!.Value,
                    agent,
                    file,
                    scanner.Offset,
                    JsonText.Decode(operation.RawId),
                    operation.Kind == OperationKind.Delete ? null : Encoding.UTF8.GetString(operation.Data)));
            }

            operations.RemoveAll(operation => operation.Agent == agent && operation.File == file && operation.Offset >= scanner.WholeLength);
        }

        LogModel model = new();
        foreach (var operation in operations.OrderBy(o => o.Clock).ThenBy(o => o.Agent, StringComparer.Ordinal).ThenBy(o => o.File).ThenBy(o => o.Offset))
        {
            if (operation.Value is null)
            {
                model.State.Remove(operation.Id);
            }
            else
            {
                model.State[operation.Id] = operation.Value;
                model.Values.Add(operation.Value);
            }
        }

        return model;
    }
}
