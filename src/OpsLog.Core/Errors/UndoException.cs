namespace OpsLog.Core.Errors;

/// <summary>A step can't be undone; nothing was changed.</summary>
public sealed class UndoException : StoreException
{
    /// <summary>Creates the error for the next step to undo.</summary>
    public UndoException(string location, string path, long offset, string reason)
        : this(location, path, offset, "last step", "undone", reason)
    {
    }

    private UndoException(string location, string path, long offset, string step, string change, string reason)
        : base(location, $"The {step} of the store '{location}' can't be {change} (log '{path}', byte {offset}): {reason}.")
    {
        Path = path;
        Offset = offset;
    }

    /// <summary>The log that contains the step.</summary>
    public string Path { get; }

    /// <summary>The offset of the step, in bytes.</summary>
    public long Offset { get; }

    /// <summary>The error for a last step that can't be cut off the log.</summary>
    internal static UndoException OfErasure(string location, string path, long offset, string reason) =>
        new(location, path, offset, "last step", "erased", $"{reason}. Undo it without erasing it");

    /// <summary>The error for a step that can't be taken back by itself.</summary>
    internal static UndoException OfStep(string location, string path, long offset, string reason) =>
        new(location, path, offset, "step", "undone", reason);
}
