namespace OpsLog.Core.Errors;

/// <summary>The next step to undo can't be undone; nothing was changed.</summary>
public sealed class UndoException(string location, string path, long offset, string reason)
    : StoreException(location, $"The last step of the store '{location}' can't be undone (log '{path}', byte {offset}): {reason}.")
{
    /// <summary>The log that contains the step.</summary>
    public string Path { get; } = path;

    /// <summary>The offset of the step, in bytes.</summary>
    public long Offset { get; } = offset;
}
