using OpsLog.Core.Model;

namespace OpsLog.Core.Store.Writing;

/// <summary>What the first lines of steps contain about who made them and why (<see cref="StepHead"/>).</summary>
/// <param name="author">Who makes the steps if a call says nothing else; empty for no author.</param>
internal sealed class StepHeads(string author)
{
    /// <summary>Who makes the steps if a call says nothing else; null for no author.</summary>
    public string? Author => author.Length > 0 ? author : null;

    /// <summary>That of a step without a note.</summary>
    public byte[] Default { get; } = StepHead.Encode(author, null);

    /// <summary>That of a step.</summary>
    /// <param name="note">Who makes it and why; null for the author of the store object and no comment.</param>
    /// <param name="undoes">The step that it takes back by itself; null for any other step.</param>
    public byte[] Of(StepNote? note, StepPlace? undoes = null) =>
        note is null && undoes is null ? Default : StepHead.Encode(note?.Author ?? author, note?.Comment, undoes);
}
