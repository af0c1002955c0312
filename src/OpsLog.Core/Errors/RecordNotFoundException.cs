namespace OpsLog.Core.Errors;

/// <summary>A record to remove does not exist.</summary>
public sealed class RecordNotFoundException : OpsLogException
{
    /// <summary>Reports that the store contains no record with this id.</summary>
    public RecordNotFoundException(string id)
        : base($"Record '{id}' does not exist. Check the id; ids are case-sensitive.") => Id = id;

    /// <summary>The requested id.</summary>
    public string Id { get; }
}
