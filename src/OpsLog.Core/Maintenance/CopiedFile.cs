namespace OpsLog.Core.Maintenance;

/// <summary>A file of a backup as it was read from the store.</summary>
/// <param name="Name">Its name in the store.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Crc">The CRC-32C of its bytes.</param>
internal readonly record struct CopiedFile(string Name, long Length, uint Crc);
