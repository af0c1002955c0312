namespace OpsLog.Core.Errors;

/// <summary>A store that was opened read-only does not exist, or was deleted while it was open.</summary>
public sealed class StoreNotFoundException(string location)
    : StoreException(location, $"There is no store at '{location}', and -ReadOnly does not create one. Check the path, or open the store for writing to create it.");
