namespace OpsLog.Core.Errors;

/// <summary>The next step to undo can't be undone; nothing was changed.</summary>
public sealed class UndoException : StoreException
{
    /// <summary>Reports the reason and the line in the log.</summary>
    public UndoException(string location, string path, long offset, string reason)
        : base(location, $"The last step of the store '{location}' can't be undone (log '{path}', byte {offset}): {reason}.")
    {
        Path = path;
        Offset = offset;
    }

    /// <summary>The log that contains the step.</summary>
    public string Path { get; }

    /// <summary>The offset of the step, in bytes.</summary>
    public long Offset { get; }
}
