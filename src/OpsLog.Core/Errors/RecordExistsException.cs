namespace OpsLog.Core.Errors;

/// <summary>A record that was only to be created exists already; nothing was written.</summary>
public sealed class RecordExistsException(string id)
    : OpsLogException($"Record '{id}' already exists. Use another id, or permit the write to replace the record.")
{
    /// <summary>The id of the record.</summary>
    public string Id { get; } = id;
}
