namespace OpsLog.Core.Store;

/// <summary>Who makes a step and why. The log keeps both with the step, in its first line.</summary>
public sealed record StepNote
{
    /// <summary>A note with a comment, by the author of the store object.</summary>
    /// <param name="comment">Why; null or empty for no comment.</param>
    public StepNote(string? comment = null) => Comment = comment;

    /// <summary>Why.</summary>
    public string? Comment { get; init; }

    /// <summary>Who; empty for no author. Null, the default, for the author of the store object.</summary>
    public string? Author { get; init; }
}
