namespace OpsLog.Core.Json;

/// <summary>One property that differs between two versions of a record.</summary>
/// <param name="Path">The name of the property, after the names of the objects that contain it.</param>
/// <param name="Before">The value before, JSON in UTF-8; null if the property was added.</param>
/// <param name="After">The value after, JSON in UTF-8; null if the property was removed.</param>
public sealed record PropertyChange(IReadOnlyList<string> Path, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte>? After);
