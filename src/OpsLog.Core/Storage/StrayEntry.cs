namespace OpsLog.Core.Storage;

/// <summary>Something in a store's place that is none of its objects.</summary>
/// <param name="Name">The name within the place, with <c>/</c>; a folder's ends with <c>/</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Detail">More about it, as a clause for a message: who left it, why it can't be read.</param>
public readonly record struct StrayEntry(string Name, StrayKind Kind, string Detail);
