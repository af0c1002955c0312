namespace OpsLog.Core.Errors;

/// <summary>The records of the store have a newer schema version than the caller supports.</summary>
public sealed class SchemaVersionException(string location, int stored, int requested)
    : StoreException(location, $"The store '{location}' has schema version {stored}, which is newer than the requested version {requested}. Use a script for version {stored}, or open the store with -SchemaVersion {stored}.")
{
    /// <summary>The version of the store.</summary>
    public int Stored { get; } = stored;

    /// <summary>The version that the caller requested.</summary>
    public int Requested { get; } = requested;
}
