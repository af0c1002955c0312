namespace OpsLog.Core.Errors;

/// <summary>The records of the store have a newer schema version than the caller supports.</summary>
public sealed class SchemaVersionException : StoreException
{
    /// <summary>Reports the two versions.</summary>
    public SchemaVersionException(string location, int stored, int requested)
        : base(location, $"The store '{location}' has schema version {stored}, which is newer than the requested version {requested}. Use a script for version {stored}, or open the store with -SchemaVersion {stored}.")
    {
        Stored = stored;
        Requested = requested;
    }

    /// <summary>The version of the store.</summary>
    public int Stored { get; }

    /// <summary>The version that the caller requested.</summary>
    public int Requested { get; }
}
