namespace OpsLog.Core.Errors;

/// <summary>The migration failed on a record; the whole store keeps its old version.</summary>
public sealed class MigrationException : StoreException
{
    /// <summary>Reports the record the migration failed on.</summary>
    public MigrationException(string location, string id, Exception cause)
        : base(location, $"The migration of the store '{location}' failed on record '{id}': {SentenceOf(cause)} The store was not changed. Fix the migration script, then open the store again.", cause)
    {
        Id = id;
    }

    /// <summary>The record's id.</summary>
    public string Id { get; }
}
