using OpsLog.Core.Maintenance;

namespace OpsLog.TestHost;

/// <summary>
/// <c>back-up store dir</c>: backs a store up, and after each piece that was copied tells so and waits for a signal.
/// </summary>
internal sealed class BackUp : IVerb, IProgress<BackupProgress>
{
    public string Name => "back-up";

    public void Run(string[] args) => StoreBackup.Run(args[0], args[1], progress: this);

    public void Report(BackupProgress value)
    {
        Signal.Tell("copying");
        Signal.Wait();
    }
}
