namespace OpsLog.Core.Model;

/// <summary>What the manifest knows of its snapshot's bytes.</summary>
/// <param name="Length">The file's length in bytes.</param>
/// <param name="Crc">The CRC-32C of the whole file.</param>
internal readonly record struct SnapshotSeal(long Length, uint Crc);
