using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Json;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>
/// Random calls on a store that was opened from damaged files; a refused call must not change anything. If undo undoes
/// only its own steps, nothing depends on the previous values in the files.
/// </summary>
internal sealed class StoreSteps(OpsLogStore store, Random random, bool undoesOwnOnly, Action<string> count)
{
    private static readonly string[] s_values =
    [
        "{}", """{"n":1}""", """{"note":"a note that is long enough for a patch to be the smaller part","n":2}""", """{"é":[{"a":null}]}""", """{"a":1,"a":2}""",
    ];

    private static readonly string[] s_ids = ["a", "k1", "k2", "new", "ключ", "half \ud800"];

    private int _own;

    public void Run(int steps)
    {
        for (; steps > 0; steps--)
        {
            Step();
        }
    }

    public void Step()
    {
        StoreState before = StoreState.Of(store);
        StoreState? expected = before;
        try
        {
            expected = Change(before);
            count("a step was done");
        }
        catch (OpsLogException refused)
        {
            count($"a step was refused, {FuzzRun.OutcomeOf(refused)}");
        }

        StoreState after = StoreState.Of(store);
        FuzzFailureException.ThrowIf(expected is not null && !expected.Equals(after), $"the state is {after} and should be {expected}");
    }

    /// <summary>Does one thing and gives the state it should leave; null where that is not known.</summary>
    private StoreState? Change(StoreState before)
    {
        string[] ids = [.. before.Ids];
        string id = ids.Length > 0 && random.Next(2) == 0 ? Hostile.Pick(random, ids) : Hostile.Pick(random, s_ids);
        string value = Hostile.Pick(random, s_values);
        switch (random.Next(12))
        {
            case 0 or 1:
                store.Set(id, Encoding.UTF8.GetBytes(value));
                _own++;
                return before.With(id, value);
            case 2 when ids.Length > 0:
                id = Hostile.Pick(random, ids);
                store.Delete(id);
                _own++;
                return before.With(id, null);
            case 3:
                store.Batch(batch =>
                {
                    batch.Set("b1", Encoding.UTF8.GetBytes(value));
                    batch.Set("b2", "{}"u8);
                    batch.Set("b1", "{\"n\":3}"u8);
                });
                _own++;
                return before.With("b1", "{\"n\":3}").With("b2", "{}");
            case 4 or 5 when _own > 0 || !undoesOwnOnly:
                IReadOnlyList<LoggedOperation> undone = store.Undo();
                _own--;
                return undone.Count == 0 ? before : null;
            case 6:
                store.Compact();
                return before;
            case 7:
                string name = Hostile.Pick(random, ["2026-Q4", "old", "new"]);
                _own += store.Archive(record => record.IdText == id, name).Records > 0 ? 1 : 0;
                return before.With(id, null);
            case 8:
                store.Merge(id, "{\"merged\":true}"u8, new MergeOptions { IgnoreCase = random.Next(2) == 0, Deep = random.Next(2) == 0 });
                _own++;
                return null;
            case 9:
                store.Flush();
                return before;
            default:
                store.Refresh();
                return before;
        }
    }
}
