namespace OpsLog.Core.Errors;

/// <summary>A closed store was used.</summary>
public sealed class StoreClosedException(string location)
    : StoreException(location, $"The store '{location}' is closed. Open it again to use it.");
