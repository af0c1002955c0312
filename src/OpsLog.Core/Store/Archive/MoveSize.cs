using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Store.Archive;

/// <summary>How many records one step can move between the active set and a segment: each is in the log once more.</summary>
/// <param name="largestStep">How many bytes a step may have in the log.</param>
/// <param name="verb">What is done with the records.</param>
internal sealed class MoveSize(int largestStep, string verb)
{
    /// <summary>What an operation takes on its line beside its id and its records, generously.</summary>
    private const int BytesOfOperation = 256;

    /// <summary>Refuses a step that is too large.</summary>
    /// <param name="bytes">The ids and the records that the log gets.</param>
    /// <param name="records">How many operations the step has.</param>
    /// <exception cref="BatchStateException">It is.</exception>
    public void Check(long bytes, int records)
    {
        if (bytes + ((long)records * BytesOfOperation) > largestStep)
        {
            throw new BatchStateException(
                $"{(records == 1 ? "The record" : $"The {Counted.Of(records, "record")}")} can't be {verb}d in one step: {(records == 1 ? "it takes" : "they take")} more than the maximum of {largestStep:N0} bytes in the log. "
                + (records == 1 ? "Split it into several records." : $"{char.ToUpperInvariant(verb[0])}{verb[1..]} fewer records at a time."));
        }
    }
}
