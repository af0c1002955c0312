namespace OpsLog.Core.Maintenance;

/// <summary>The progress of a check.</summary>
/// <param name="File">The file that is read, as a name in the store.</param>
/// <param name="BytesRead">Bytes read so far, of all files.</param>
/// <param name="TotalBytes">The total bytes to read.</param>
public readonly record struct StoreCheckProgress(string File, long BytesRead, long TotalBytes);
