namespace OpsLog.Core.Errors;

/// <summary>
/// The base of every error the engine reports on purpose. A message says what was refused, where, and what to do
/// next; the state of the store is what it was before the call.
/// </summary>
public abstract class OpsLogException : Exception
{
    /// <inheritdoc cref="Exception(string, Exception)"/>
    protected OpsLogException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The message of another error as a sentence within a message: the runtime's own often end without a full stop.</summary>
    private protected static string SentenceOf(Exception cause) => $"{cause.Message.TrimEnd('.', ' ')}.";
}
