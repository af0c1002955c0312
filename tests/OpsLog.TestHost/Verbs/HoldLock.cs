using System.Text;
using OpsLog.Core.Storage;

namespace OpsLog.TestHost;

/// <summary><c>hold-lock dir name holder</c>: takes a lock and keeps it until it receives a signal.</summary>
internal sealed class HoldLock : IVerb
{
    public string Name => "hold-lock";

    public void Run(string[] args)
    {
        using var backend = new FileSystemBackend(args[0]);
        using IDisposable? held = backend.TryLock(args[1], Encoding.UTF8.GetBytes(args[2])).Lock;
        Signal.Send(held is null ? "refused" : "held");
        Signal.Wait();
    }
}
