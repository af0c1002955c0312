namespace OpsLog.Core.Errors;

/// <summary>A call tried to change a store that was opened read-only.</summary>
public sealed class StoreReadOnlyException(string location)
    : StoreException(location, $"The store '{location}' can't be changed, because it was opened read-only. Open it without -ReadOnly to change it.");
