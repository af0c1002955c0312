using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults;

/// <summary>Runs a script in which a call fails, and checks that the error is reported and nothing is partly done.</summary>
internal abstract class FaultCheck(ScriptedHistory history)
{
    /// <summary>Whether an error came, or a warning.</summary>
    public bool IsTold { get; private set; }

    /// <summary>The call of the store to its backend that failed.</summary>
    public string Call { get; private set; } = "";

    protected ScriptedHistory History => history;

    /// <summary>Which failure it is.</summary>
    protected abstract string Fault { get; }

    /// <summary>What the error says that the failing call gave.</summary>
    protected abstract string Cause { get; }

    /// <summary>Whether the state in memory when the stores failed is the state that is found afterwards.</summary>
    protected abstract bool IsMemoryFound { get; }

    /// <summary>What went wrong; null if nothing did.</summary>
    public string? Run()
    {
        Begin();
        try
        {
            Check();
            return null;
        }
        catch (Exception e)
        {
            return $"{Fault} ({history.Step}: {Call}): {e}";
        }
        finally
        {
            End();
        }
    }

    /// <summary>Has the call fail.</summary>
    protected abstract void Begin();

    /// <summary>Lets all calls through.</summary>
    protected abstract void End();

    /// <summary>The current files, to be opened by another process.</summary>
    protected abstract IStorageBackend Again();

    /// <summary>Whether the call that was to fail came, and could fail so.</summary>
    protected abstract bool HasFailed();

    /// <summary>Whether the store resolves the failure itself, so that there is no error to report.</summary>
    protected virtual bool IsSettled() => false;

    /// <summary>Says what the store is about to do, in names without what differs from run to run.</summary>
    protected void Note(object kind, string name) => Call = $"{kind} {new string([.. name.Where(letter => !char.IsAsciiDigit(letter))])}";

    private void Check()
    {
        bool isDone = false;
        try
        {
            history.Run();
            isDone = true;
        }
        catch (Exception error) when (!IsSettled())
        {
            AssertCause(error);
        }

        // Records that are read on demand can't be read while every call fails.
        List<SortedDictionary<string, string>> memory = history.HasIndexes && !IsMemoryFound ? [] : [.. history.Stores.Select(store => store.StateById())];
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
        bool hasFailed = HasFailed();
        End();
        Contents found;
        using (OpsLogStore store = Reopening.Open(Again()))
        {
            found = Contents.Of(store);
            CompareWithPromise(found, isDone);
            if (IsMemoryFound && !history.IsShared)
            {
                Assert.All(memory, records => Assert.Equal(records, found.Records));
            }

            found = Reopening.Work(store, found);
        }

        Reopening.Compare(found, Again);
        IsTold = !isDone || history.Warnings.Count > 0 || !hasFailed || IsSettled();
    }

    private void CompareWithPromise(Contents found, bool isDone)
    {
        IReadOnlyList<Contents> allowed = isDone ? [history.Promise.Kept] : history.Promise.Allowed(inOrder: true);
        bool isThere = IsOneOf(found, allowed);
        if (!isThere && history.Warnings.Contains(StoreWarningKind.SegmentKept))
        {
            // The undo of an archive and a restore continue if the segment can't be changed, with a warning.
            Assert.True(history.Promise.Kept.Archived.All(found.Archived.Contains));
            found = found with { Archived = history.Promise.Kept.Archived };
            isThere = IsOneOf(found, allowed);
        }

        Assert.True(isThere, $"Found, beside what was acknowledged:\n{found.DifferenceFrom(history.Promise.Kept)}");
    }

    private bool IsOneOf(Contents found, IReadOnlyList<Contents> allowed) =>
        allowed.Any(state => state.HasSameState(found) && (history.IsPruned
            ? found.HasEndOfHistory(state, Math.Min(state.History.Count, PruningHistory.KeptOperations))
            : found.HasSameHistory(state, history.IsShared)));

    /// <summary>It is one of our errors, and the fault is among its causes.</summary>
    private void AssertCause(Exception error)
    {
        List<Exception> chain = [];
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            chain.Add(cause);
        }

        Assert.True(
            chain.Exists(cause => cause is OpsLogException) && chain.Exists(cause => cause is IOException or PutConflictException && cause.Message.Contains(Cause)),
            $"Not the error of the fault: {error}");
    }
}
