namespace OpsLog.Core.Errors;

/// <summary>An id that can't be a record's: ids are non-empty strings.</summary>
public sealed class InvalidRecordIdException : OpsLogException
{
    /// <summary>Refuses an id for the reason the message gives.</summary>
    public InvalidRecordIdException(string message)
        : base(message)
    {
    }
}
