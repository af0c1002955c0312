using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Locks;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store;

namespace OpsLog.Core.Tests.Faults;

/// <summary>Opens a store after a crash and sees whether it keeps what was promised, and can be worked with.</summary>
internal sealed class CrashCheck(ScriptedHistory history, CrashImage image, Loss loss, Random random)
{
    private readonly List<MemoryBackend> _whileOpening = [];

    /// <summary>How many more crashes were tried while the store was opened.</summary>
    public int SecondCrashes => _whileOpening.Count;

    /// <summary>A store that does not survive a power cut is killed again, if it was killed before.</summary>
    private Loss SecondLoss => history.SurvivesPowerCut ? Loss.End : loss;

    /// <summary>What went wrong; null if nothing did.</summary>
    public string? Run()
    {
        string where = $"Crash {image.Number} ({image.Where}), loss {loss}";
        try
        {
            MemoryBackend disk = loss.Apply(image.Disk.Clone(), random);
            Check(disk, record: true);
            foreach (MemoryBackend second in _whileOpening)
            {
                where = $"Crash {image.Number} ({image.Where}), loss {loss}, then another while opening";
                Check(SecondLoss.Apply(second, random), record: false);
            }

            return null;
        }
        catch (Exception e)
        {
            return $"{where}: {e}";
        }
    }

    private void Check(MemoryBackend disk, bool record)
    {
        FaultyBackend backend = new(disk.Share()) { PieceLength = ScriptedHistory.PieceLength };
        if (record)
        {
            backend.Before = (call, name) =>
            {
                if (CrashImage.IsSyncPoint(call) && name != StoreLayout.WriterMarker)
                {
                    _whileOpening.Add(disk.Clone());
                }
            };
        }

        Contents found;
        using (OpsLogStore store = Reopening.Open(backend))
        {
            backend.Before = (_, _) => { };
            found = Contents.Of(store);
            CompareWithPromise(found);
            CompareWarnings(store);
            found = Reopening.Work(store, found);
        }

        Assert.Equal(0, backend.OpenHandles);
        Reopening.Compare(found, disk.Share, loss.LeavesHoles());
    }

    private void CompareWithPromise(Contents found)
    {
        bool inOrder = !loss.LeavesHoles();
        bool isPromised = history.SurvivesPowerCut || loss == Loss.Nothing;
        IReadOnlyList<Contents> allowed = image.Promise.Allowed(inOrder);
        bool isThere = isPromised
            ? allowed.Any(state => state.HasSameState(found) && HasHistory(found, state))
            : inOrder && !history.IsShared ? allowed.Concat(image.Promise.Past).Any(state => state.Records.SequenceEqual(found.Records))
            : found.Records.All(record => allowed.Concat(image.Promise.Past).Any(state => state.Records.Contains(record)));
        Assert.True(isThere, $"Found, beside what was acknowledged:\n{found.DifferenceFrom(image.Promise.Kept)}");
    }

    private bool HasHistory(Contents found, Contents expected) => history.IsPruned
        ? found.HasEndOfHistory(expected, atLeast: Math.Min(expected.History.Count, PruningHistory.KeptOperations))
        : found.HasSameHistory(expected, history.IsShared);

    private void CompareWarnings(OpsLogStore store)
    {
        IEnumerable<StoreWarning> unexpected = store.Warnings.Where(warning =>
            warning.Kind != StoreWarningKind.TornTail && !(warning.Kind == StoreWarningKind.SkippedDamage && loss.LeavesHoles()));
        Assert.Empty(unexpected.Select(warning => warning.Message));
    }
}
