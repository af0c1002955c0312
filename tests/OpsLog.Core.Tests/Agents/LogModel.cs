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

    /// <summary>
    /// Every value that was set. Not what an undo or a restore put back: it may have seen a batch that a power cut then
    /// took away.
    /// </summary>
    public HashSet<string> Values { get; } = [];

    /// <summary>How often each thing was done by whom: <c>agent set value</c>, <c>agent delete id</c>, <c>agent undo</c>.</summary>
    public Dictionary<string, int> Facts { get; } = [];

    public static LogModel Read(IStorageBackend disk)
    {
        List<Logged> operations = [];
        foreach (StoredObject stored in disk.List(StoreLayout.LogFolder))
        {
            if (StoreLayout.TryParseAgentLog(stored.Name, out string agent, out FileNameTime file)
                || StoreLayout.TryParseWriterLog(stored.Name, out file))
            {
                operations.AddRange(ReadLog(disk, stored.Name, agent, file));
            }
        }

        LogModel model = new();
        foreach (Logged operation in operations.OrderBy(o => o.Clock).ThenBy(o => o.Agent, StringComparer.Ordinal).ThenBy(o => o.File).ThenBy(o => o.Offset))
        {
            model.Apply(operation);
        }

        return model;
    }

    private static List<Logged> ReadLog(IStorageBackend disk, string name, string agent, FileNameTime file)
    {
        using IObjectReader source = disk.OpenRead(name);
        LogScanner scanner = new(new LineReader(source, 0, source.Length));
        List<Logged> operations = [];
        while (scanner.TryRead(out OperationView operation))
        {
            // Without a clock it was written before there was any agent.
            operations.Add(new Logged(
                operation.Clock ?? 0,
                agent,
                file,
                scanner.Offset,
                JsonText.Decode(operation.RawId),
                operation.Kind == OperationKind.Delete ? null : Encoding.UTF8.GetString(operation.Data),
                operation.IsUndo,
                !operation.RawSegment.IsEmpty,
                operation.Batch is { IsPart: true, IsLast: false }));
        }

        operations.RemoveAll(operation => operation.Offset >= scanner.WholeLength);
        return operations;
    }

    private void Apply(Logged operation)
    {
        string fact = operation switch
        {
            { IsUndo: true, IsUnfinished: true } => "",
            { IsUndo: true } => $"{operation.Agent} undo",
            { Value: { } value } => $"{operation.Agent} set {value}",
            _ => $"{operation.Agent} delete {operation.Id}",
        };
        Facts[fact] = Facts.GetValueOrDefault(fact) + 1;
        if (operation.Value is null)
        {
            State.Remove(operation.Id);
        }
        else
        {
            State[operation.Id] = operation.Value;
            if (!operation.IsUndo && !operation.IsMoved)
            {
                Values.Add(operation.Value);
            }
        }
    }

    private sealed record Logged(
        long Clock, string Agent, FileNameTime File, long Offset, string Id, string? Value, bool IsUndo, bool IsMoved, bool IsUnfinished);
}
