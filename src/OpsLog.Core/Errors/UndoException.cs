namespace OpsLog.Core.Errors;

/// <summary>The next step to undo can't be taken back; nothing was changed.</summary>
public sealed class UndoException : StoreException
{
    /// <summary>Reports why, with the log line concerned.</summary>
    public UndoException(string location, string path, long offset, string reason)
        : base(location, $"The last step of the store '{location}' can't be undone (log '{path}', byte {offset}): {reason}.")
    {
        Path = path;
        Offset = offset;
    }

    /// <summary>The log the step stands in.</summary>
    public string Path { get; }

    /// <summary>Where the step begins, in bytes.</summary>
    public long Offset { get; }
}
