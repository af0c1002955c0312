using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults;

/// <summary>Runs a script of which one call fails, and sees that the error is told and nothing is half done.</summary>
internal sealed class FailCheck(ScriptedHistory history, int number, Failing failing)
{
    private bool _isPossible;

    /// <summary>Whether an error came, or a warning.</summary>
    public bool IsTold { get; private set; }

    /// <summary>The call that failed.</summary>
    public string Call { get; private set; } = "";

    /// <summary>What went wrong; null if nothing did.</summary>
    public string? Run()
    {
        history.Backend.PieceLength = ScriptedHistory.PieceLength;
        history.Backend.Before = (kind, name) =>
        {
            if (history.Backend.Calls + 1 == number)
            {
                Call = $"{kind} {NameOf(name)}";

                // Names that are taken cost one call more, so the count may be another one than in the run before.
                _isPossible = failing.IsPossible(kind, name);
            }
        };
        history.Backend.Fail(
            nth: number,
            forever: failing == Failing.ForEver,
            with: failing.Error(),
            after: failing is Failing.Afterwards or Failing.AsConflict,
            part: number % ScriptedHistory.PieceLength);
        try
        {
            Check();
            return null;
        }
        catch (Exception e)
        {
            return $"Call {number} ({history.Step}: {Call}), failing {failing}: {e}";
        }
    }

    private void Check()
    {
        bool isDone = false;
        try
        {
            history.Run();
            isDone = true;
        }
        catch (Exception error) when (failing != Failing.AsConflict || !_isPossible)
        {
            AssertCause(error);
        }

        List<SortedDictionary<string, string>> memory = [.. history.Stores.Select(store => store.StateById())];
        try
        {
            history.CloseAll();
        }
        catch (Exception error)
        {
            AssertCause(error);
            isDone = false;
        }

        Assert.Equal(0, history.Backend.OpenHandles);
        Contents found;
        using (OpsLogStore store = Reopening.Open(history.Disk.Share()))
        {
            found = Contents.Of(store);
            CompareWithPromise(found, isDone);
            if (failing != Failing.ForEver && !history.IsShared)
            {
                Assert.All(memory, records => Assert.Equal(records, found.Records));
            }

            found = Reopening.Work(store, found);
        }

        Reopening.Compare(found, history.Disk);

        // A conflict with itself is settled by a look at what is in place, so there is nothing to tell.
        IsTold = !isDone || history.Warnings.Count > 0 || !_isPossible || failing == Failing.AsConflict;
    }

    private void CompareWithPromise(Contents found, bool isDone)
    {
        if (history.Warnings.Contains(StoreWarningKind.SegmentKept))
        {
            // The undo of an archive goes on where the segment can't be changed, and says so.
            Assert.True(history.Promise.Kept.Archived.All(found.Archived.Contains));
            found = found with { Archived = history.Promise.Kept.Archived };
        }

        IReadOnlyList<Contents> allowed = isDone ? [history.Promise.Kept] : history.Promise.Allowed(inOrder: true);
        bool isThere = allowed.Any(state => state.HasSameState(found) && (history.IsPruned
            ? found.HasEndOfHistory(state, Math.Min(state.History.Count, PruningHistory.KeptOperations))
            : found.HasSameHistory(state, history.IsShared)));
        Assert.True(isThere, $"Found, beside what was acknowledged:\n{found.DifferenceFrom(history.Promise.Kept)}");
    }

    /// <summary>A name without what differs from run to run.</summary>
    private static string NameOf(string name) => new([.. name.Where(letter => !char.IsAsciiDigit(letter))]);

    /// <summary>It is one of our errors, and the fault is among its causes.</summary>
    private static void AssertCause(Exception error)
    {
        List<Exception> chain = [];
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            chain.Add(cause);
        }

        Assert.True(
            chain.Exists(cause => cause is OpsLogException) && chain.Exists(cause => cause is IOException or PutConflictException && cause.Message.Contains("by a test")),
            $"Not the error of the fault: {error}");
    }
}
