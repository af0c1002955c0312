namespace OpsLog.Core.Tests.Interop;

/// <summary>
/// The expected content of a store after turns of both sides: the state after each step that can still be undone, and
/// the steps in the active log, because the npm package undoes nothing else.
/// </summary>
internal sealed class TurnModel
{
    private readonly Stack<(SortedDictionary<string, string> Records, string? Segment)> _before = new();
    private readonly Stack<Step> _active = new();

    private enum Step
    {
        Single,
        Batch,
        Undo,
    }

    public SortedDictionary<string, string> Records { get; private set; } = new(StringComparer.Ordinal);

    public Dictionary<string, SortedDictionary<string, string>> Segments { get; } = [];

    public int Steps => _before.Count;

    /// <summary>Whether the npm package, which knows no batches and no undo marks, would undo just one step of a single operation.</summary>
    public bool NpmCanUndo => _active.TryPeek(out Step last) && last == Step.Single;

    public void Write(params (string Id, string? Value)[] changes)
    {
        _before.Push((new(Records, StringComparer.Ordinal), null));
        _active.Push(changes.Length == 1 ? Step.Single : Step.Batch);
        foreach ((string id, string? value) in changes)
        {
            if (value is null)
            {
                Records.Remove(id);
            }
            else
            {
                Records[id] = value;
            }
        }
    }

    /// <summary>The package moves records without a word in the log, so undo must not go back past it.</summary>
    public void NpmArchives(string segment, string[] ids)
    {
        Archive(segment, ids);
        Forget();
    }

    public void WeArchive(string segment, string[] ids)
    {
        _before.Push((new(Records, StringComparer.Ordinal), segment));
        _active.Push(Step.Batch);
        Archive(segment, ids);
    }

    public void NpmUndoes()
    {
        _active.Pop();
        (Records, _) = _before.Pop();
    }

    public void WeUndo()
    {
        (Records, string? segment) = _before.Pop();
        if (segment is not null)
        {
            Segments.Remove(segment);
        }

        if (_active.TryPeek(out Step last) && last != Step.Undo)
        {
            _active.Pop();
        }
        else
        {
            _active.Push(Step.Undo);
        }
    }

    public void Checkpoint() => _active.Clear();

    private void Archive(string segment, string[] ids)
    {
        Segments[segment] = new(ids.ToDictionary(id => id, id => Records[id]), StringComparer.Ordinal);
        foreach (string id in ids)
        {
            Records.Remove(id);
        }
    }

    private void Forget()
    {
        _before.Clear();
        _active.Clear();
    }
}
