using OpsLog.Core.Maintenance;

namespace OpsLog.Core.Tests.Maintenance;

/// <summary>Calls back on the thread of the backup, after each piece.</summary>
internal sealed class BackupListener(Action<BackupProgress> told) : IProgress<BackupProgress>
{
    public void Report(BackupProgress value) => told(value);
}
