namespace OpsLog.Core.Errors;

/// <summary>A call that does not fit the state of a batch: one within another, or after its end.</summary>
public sealed class BatchStateException : OpsLogException
{
    /// <summary>Reports what does not fit.</summary>
    public BatchStateException(string message)
        : base(message)
    {
    }
}
