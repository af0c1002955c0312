namespace OpsLog.Core.Errors;

/// <summary>
/// A call that is not valid in the state of a batch: a batch in a batch, a call after its end, or a batch that is too
/// large.
/// </summary>
public sealed class BatchStateException(string message)
    : OpsLogException(message);
