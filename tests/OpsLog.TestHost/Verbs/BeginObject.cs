using OpsLog.Core.Storage;

namespace OpsLog.TestHost;

/// <summary>
/// <c>begin-object dir name</c>: keeps an unfinished object open until it receives a signal, then discards it.
/// </summary>
internal sealed class BeginObject : IVerb
{
    public string Name => "begin-object";

    public void Run(string[] args)
    {
        using var backend = new FileSystemBackend(args[0]);
        using IObjectWriter writer = backend.CreateObject(args[1]);
        writer.Write("half of it"u8);
        Signal.Send("begun");
        Signal.Wait();
    }
}
