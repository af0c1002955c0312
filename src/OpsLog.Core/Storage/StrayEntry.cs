namespace OpsLog.Core.Storage;

/// <summary>An entry in a store's directory that is not one of its objects.</summary>
/// <param name="Name">The name in the store, with <c>/</c>; the name of a folder ends with <c>/</c>.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Detail">A clause for a message: which process it belongs to, or why it can't be read.</param>
public readonly record struct StrayEntry(string Name, StrayKind Kind, string Detail);
