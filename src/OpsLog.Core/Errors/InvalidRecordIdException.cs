namespace OpsLog.Core.Errors;

/// <summary>An id that is not valid for a record: ids are non-empty strings.</summary>
public sealed class InvalidRecordIdException(string message)
    : OpsLogException(message);
