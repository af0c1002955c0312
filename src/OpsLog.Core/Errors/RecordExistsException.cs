namespace OpsLog.Core.Errors;

/// <summary>A record that was only to be created exists already; nothing was written.</summary>
public sealed class RecordExistsException : OpsLogException
{
    /// <param name="id">The id of the record.</param>
    public RecordExistsException(string id)
        : this(id, $"Record '{id}' already exists. Use another id, or permit the write to replace the record.")
    {
    }

    /// <param name="id">The id of the record.</param>
    /// <param name="message">What was refused, where, and what to do.</param>
    public RecordExistsException(string id, string message)
        : base(message) => Id = id;

    /// <summary>The id of the record.</summary>
    public string Id { get; }
}
