namespace OpsLog.Core.Errors;

/// <summary>An id that is not valid for a record: ids are non-empty strings.</summary>
public sealed class InvalidRecordIdException : OpsLogException
{
    /// <summary>Refuses an id for the reason in the message.</summary>
    public InvalidRecordIdException(string message)
        : base(message)
    {
    }
}
