namespace OpsLog.Core.Maintenance;

/// <summary>The progress of a backup.</summary>
/// <param name="File">The file that is copied or, in the copy, read back, as a name in the store.</param>
/// <param name="IsVerifying">Whether the copy is complete and is being read back.</param>
/// <param name="Bytes">The bytes copied or, in the copy, read so far.</param>
/// <param name="TotalBytes">The total bytes to copy or read, as far as known.</param>
public readonly record struct BackupProgress(string File, bool IsVerifying, long Bytes, long TotalBytes);
