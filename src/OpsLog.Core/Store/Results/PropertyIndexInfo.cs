namespace OpsLog.Core.Store;

/// <summary>An index of a property.</summary>
/// <param name="Property">The property; a path if it contains dots.</param>
/// <param name="IsBuilt">Whether it is in memory. An index is built when it is first used.</param>
/// <param name="Keys">The number of different values in it; 0 if it is not built.</param>
/// <param name="Bytes">The memory that it uses; 0 if it is not built.</param>
public sealed record PropertyIndexInfo(string Property, bool IsBuilt, long Keys, long Bytes);
