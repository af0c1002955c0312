namespace OpsLog.Core.Errors;

/// <summary>
/// The base of every error that the engine reports deliberately. A message contains what was refused, where, and what
/// to do next. The state of the store is the same as before the call.
/// </summary>
public abstract class OpsLogException(string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>
    /// The message of another error as a sentence in a message: messages of the runtime often end without a full stop.
    /// </summary>
    private protected static string SentenceOf(Exception cause) => $"{cause.Message.TrimEnd('.', ' ')}.";
}
