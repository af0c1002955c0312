namespace OpsLog.Core.Maintenance;

/// <summary>How far a backup has come.</summary>
/// <param name="File">The file being copied or, in the copy, read again, as a name within the store.</param>
/// <param name="IsVerifying">Whether the copy is whole and being read again.</param>
/// <param name="Bytes">Bytes copied or, in the copy, read so far.</param>
/// <param name="TotalBytes">Bytes to copy or read in all, as far as it is known.</param>
public readonly record struct BackupProgress(string File, bool IsVerifying, long Bytes, long TotalBytes);
