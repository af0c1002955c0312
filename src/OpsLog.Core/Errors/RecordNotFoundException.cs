namespace OpsLog.Core.Errors;

/// <summary>A record that was to be removed is not there.</summary>
public sealed class RecordNotFoundException : OpsLogException
{
    /// <summary>Reports that the store has no record of that id.</summary>
    public RecordNotFoundException(string id)
        : base($"Record '{id}' does not exist. Check the id; ids are case-sensitive.") => Id = id;

    /// <summary>The id that was looked for.</summary>
    public string Id { get; }
}
