namespace OpsLog.Core.Model;

/// <summary>The length and checksum of the snapshot in the manifest.</summary>
/// <param name="Length">The file's length in bytes.</param>
/// <param name="Crc">The CRC-32C of the whole file.</param>
internal readonly record struct SnapshotSeal(long Length, uint Crc);
