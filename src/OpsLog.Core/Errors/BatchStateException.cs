namespace OpsLog.Core.Errors;

/// <summary>A call that does not fit the state of a batch: one within another, after its end, or of more than a batch can hold.</summary>
public sealed class BatchStateException : OpsLogException
{
    /// <summary>Reports what does not fit.</summary>
    public BatchStateException(string message)
        : base(message)
    {
    }
}
