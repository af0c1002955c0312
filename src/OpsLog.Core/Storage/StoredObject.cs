namespace OpsLog.Core.Storage;

/// <summary>An object in a listing.</summary>
/// <param name="Name">The name in the store, with <c>/</c>.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Modified">When it was last written, UTC, by the clock of the file system or object store.</param>
public readonly record struct StoredObject(string Name, long Length, DateTime Modified);
