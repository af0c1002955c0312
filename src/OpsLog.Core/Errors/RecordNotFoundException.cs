namespace OpsLog.Core.Errors;

/// <summary>A requested record does not exist.</summary>
public sealed class RecordNotFoundException : OpsLogException
{
    /// <param name="id">The requested id.</param>
    public RecordNotFoundException(string id)
        : this(id, $"Record '{id}' does not exist. Check the id; ids are case-sensitive.")
    {
    }

    /// <param name="id">The requested id.</param>
    /// <param name="message">What was not found, where, and what to do.</param>
    public RecordNotFoundException(string id, string message)
        : base(message) => Id = id;

    /// <summary>The requested id.</summary>
    public string Id { get; }
}
