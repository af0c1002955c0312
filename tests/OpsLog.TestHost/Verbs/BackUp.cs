using OpsLog.Core.Maintenance;

namespace OpsLog.TestHost;

/// <summary>
/// <c>back-up store dir</c>: backs a store up, and after each copied piece sends a line and waits for a signal.
/// </summary>
internal sealed class BackUp : IVerb, IProgress<BackupProgress>
{
    public string Name => "back-up";

    public void Run(string[] args) => StoreBackup.Run(args[0], args[1], progress: this);

    public void Report(BackupProgress value)
    {
        Signal.Send("copying");
        Signal.Wait();
    }
}
