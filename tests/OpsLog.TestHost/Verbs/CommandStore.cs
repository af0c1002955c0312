using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.TestHost;

/// <summary>
/// <c>command-store dir</c>: runs the command on each line, and answers with <c>done</c> or the type and message of the
/// error: <c>open</c>, <c>open-as agent</c>, <c>read</c>, <c>check</c>, <c>set id</c>, <c>undo</c>, <c>compact</c>,
/// <c>close</c>.
/// </summary>
internal sealed class CommandStore : IVerb
{
    private OpsLogStore? _store;

    public string Name => "command-store";

    public void Run(string[] args)
    {
        Signal.Send("ready");
        while (Console.In.ReadLine() is { } line)
        {
            try
            {
                Do(args[0], line.Split(' '));
                Signal.Send("done");
            }
            catch (OpsLogException e)
            {
                Signal.Send($"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
            }
        }
    }

    private void Do(string directory, string[] what)
    {
        switch (what[0])
        {
            case "open":
                _store = OpsLogStore.Open(directory);
                break;
            case "open-as":
                _store = OpsLogStore.Open(directory, new() { Agent = what[1] });
                break;
            case "read":
                _store = OpsLogStore.Open(directory, new() { ReadOnly = true });
                break;
            case "check":
                using (FileSystemBackend backend = new(directory))
                {
                    Signal.Send(string.Join(' ', StoreCheck.Run(backend).Select(finding => $"{finding.File}: {finding.Message}")));
                }

                break;
            case "set":
                _store!.Set(what[1], "{\"by\":\"command\"}"u8);
                break;
            case "compact":
                _store!.Compact();
                break;
            case "undo":
                _store!.Undo();
                break;
            case "close":
                _store!.Close();
                break;
            default:
                throw new InvalidOperationException($"'{what[0]}' is no command of this verb.");
        }
    }
}
