using OpsLog.Core.Maintenance;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>Calls back on the thread of the backup, after each piece.</summary>
internal sealed class BackupListener(Action<BackupProgress> reported) : IProgress<BackupProgress>
{
    public void Report(BackupProgress value) => reported(value);
}
