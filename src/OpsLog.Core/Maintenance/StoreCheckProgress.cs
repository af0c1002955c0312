namespace OpsLog.Core.Maintenance;

/// <summary>How far a check has come.</summary>
/// <param name="File">The file being read, as a name within the store.</param>
/// <param name="BytesRead">Bytes read so far, of all files.</param>
/// <param name="TotalBytes">Bytes to read in all.</param>
public readonly record struct StoreCheckProgress(string File, long BytesRead, long TotalBytes);
