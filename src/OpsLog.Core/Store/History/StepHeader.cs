using OpsLog.Core.Json;
using OpsLog.Core.Model;

namespace OpsLog.Core.Store.History;

/// <summary>What the first line of a step says about all of its operations.</summary>
/// <param name="Offset">Where that line begins in the log, in bytes.</param>
/// <param name="Author">Who made it; null if it has no author.</param>
/// <param name="Comment">Why; null if it has no comment.</param>
/// <param name="Undoes">The step that it takes back by itself; null for any other step.</param>
internal readonly record struct StepHeader(long Offset, string? Author, string? Comment, StepPlace? Undoes)
{
    /// <summary>Reads the first line of a step. Most steps have the author of the step before, whose string is used again.</summary>
    /// <param name="first">The first line.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="before">The step before.</param>
    public static StepHeader Of(in OperationView first, long offset, in StepHeader before)
    {
        string? author = Text(first.RawAuthor);
        return new StepHeader(
            offset,
            author == before.Author ? before.Author : author,
            Text(first.RawComment),
            StepPlace.TryRead(first.RawUndoes, out StepPlace place) ? place : null);
    }

    private static string? Text(ReadOnlySpan<byte> raw) => raw.IsEmpty ? null : JsonText.Decode(JsonText.Plain(raw));
}
