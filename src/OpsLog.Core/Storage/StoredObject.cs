namespace OpsLog.Core.Storage;

/// <summary>What a listing tells of an object.</summary>
/// <param name="Name">The name within the store, with <c>/</c>.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Modified">When it was last written, UTC, by the clock of whoever keeps it.</param>
public readonly record struct StoredObject(string Name, long Length, DateTime Modified);
