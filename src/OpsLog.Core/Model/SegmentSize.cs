namespace OpsLog.Core.Model;

/// <summary>What an archive segment contained when the manifest was put.</summary>
/// <param name="Records">The records in it.</param>
/// <param name="Length">The length of its file, in bytes.</param>
internal readonly record struct SegmentSize(long Records, long Length);
