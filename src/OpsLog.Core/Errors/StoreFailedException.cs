namespace OpsLog.Core.Errors;

/// <summary>
/// A write failed. What was not acknowledged is not in memory either, reads still work, and further writes are refused
/// with the first cause until the store is opened again.
/// </summary>
public sealed class StoreFailedException(string location, Exception cause)
    : StoreException(location, $"A write to the store '{location}' failed, so further writes are refused: {SentenceOf(cause)} Fix the cause, then close the store and open it again.", cause);
