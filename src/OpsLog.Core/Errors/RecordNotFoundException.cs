namespace OpsLog.Core.Errors;

/// <summary>A record to remove does not exist.</summary>
public sealed class RecordNotFoundException(string id)
    : OpsLogException($"Record '{id}' does not exist. Check the id; ids are case-sensitive.")
{
    /// <summary>The requested id.</summary>
    public string Id { get; } = id;
}
