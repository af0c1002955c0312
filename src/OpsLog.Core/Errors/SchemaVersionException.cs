namespace OpsLog.Core.Errors;

/// <summary>The store's records are of a newer schema version than the caller knows.</summary>
public sealed class SchemaVersionException : StoreException
{
    /// <summary>Reports the two versions.</summary>
    public SchemaVersionException(string location, int stored, int requested)
        : base(location, $"The store '{location}' has schema version {stored}, which is newer than the requested version {requested}. Use a script for version {stored}, or open the store with -SchemaVersion {stored}.")
    {
        Stored = stored;
        Requested = requested;
    }

    /// <summary>The version the store is at.</summary>
    public int Stored { get; }

    /// <summary>The version the caller asked for.</summary>
    public int Requested { get; }
}
