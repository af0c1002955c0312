namespace OpsLog.Core.Errors;

/// <summary>The migration failed on a record; the whole store keeps its old version.</summary>
public sealed class MigrationException(string location, string id, Exception cause)
    : StoreException(location, $"The migration of the store '{location}' failed on record '{id}': {SentenceOf(cause)} The store was not changed. Fix the migration script, then open the store again.", cause)
{
    /// <summary>The record's id.</summary>
    public string Id { get; } = id;
}
