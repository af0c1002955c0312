namespace OpsLog.Core.Errors;

/// <summary>The migration failed on a record; the store stays wholly at its old version.</summary>
public sealed class MigrationException : StoreException
{
    /// <summary>Reports the record the migration failed on.</summary>
    public MigrationException(string location, string id, Exception cause)
        : base(location, $"The migration of '{location}' failed on record '{id}', and the store was left at its old version: {cause.Message}", cause)
    {
        Id = id;
    }

    /// <summary>The record's id.</summary>
    public string Id { get; }
}
